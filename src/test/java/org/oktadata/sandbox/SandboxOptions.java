package org.oktadata.sandbox;

import java.time.Duration;

/**
 * How a sandbox behaves beside what its org contains.
 *
 * @param port the port, 0 for any
 * @param address the address to listen on
 * @param limits its rate limits
 * @param latency how long every answer takes at least
 * @param identityEngine whether the org is on Identity Engine ({@code idx}) or Classic ({@code v1})
 * @param joinedLinks whether the Link headers come as one line with commas
 * @param adminLinks on which lists the links lead to the admin host
 * @param adminHost the name of the admin host
 * @param tokenLifetime how long access tokens are valid
 * @param refuseUngrantedScopes whether a scope that isn't granted is refused, not left out
 * @param searchDelay how long a change takes until {@code search=} finds it
 * @param largestGroupPage a larger page of groups with stats, or of members, is an error 500
 */
public record SandboxOptions(
    int port,
    String address,
    SandboxLimits limits,
    Duration latency,
    boolean identityEngine,
    boolean joinedLinks,
    AdminLinks adminLinks,
    String adminHost,
    Duration tokenLifetime,
    boolean refuseUngrantedScopes,
    Duration searchDelay,
    int largestGroupPage) {

  /** On which lists the links lead to the admin host. */
  public enum AdminLinks {
    NEVER,
    /** On those where Okta was seen doing it. */
    SOME,
    ALWAYS
  }

  /** Any port, no limits, no latency, Identity Engine. */
  public static SandboxOptions standard() {
    return new SandboxOptions(
        0,
        "127.0.0.1",
        SandboxLimits.unlimited(),
        Duration.ZERO,
        true,
        false,
        AdminLinks.NEVER,
        "localhost",
        Duration.ofHours(1),
        false,
        Duration.ZERO,
        10_000);
  }

  public SandboxOptions withPort(int changed) {
    return new SandboxOptions(
        changed,
        address,
        limits,
        latency,
        identityEngine,
        joinedLinks,
        adminLinks,
        adminHost,
        tokenLifetime,
        refuseUngrantedScopes,
        searchDelay,
        largestGroupPage);
  }

  public SandboxOptions withAddress(String changed) {
    return new SandboxOptions(
        port,
        changed,
        limits,
        latency,
        identityEngine,
        joinedLinks,
        adminLinks,
        adminHost,
        tokenLifetime,
        refuseUngrantedScopes,
        searchDelay,
        largestGroupPage);
  }

  public SandboxOptions withLimits(SandboxLimits changed) {
    return new SandboxOptions(
        port,
        address,
        changed,
        latency,
        identityEngine,
        joinedLinks,
        adminLinks,
        adminHost,
        tokenLifetime,
        refuseUngrantedScopes,
        searchDelay,
        largestGroupPage);
  }

  public SandboxOptions withLatency(Duration changed) {
    return new SandboxOptions(
        port,
        address,
        limits,
        changed,
        identityEngine,
        joinedLinks,
        adminLinks,
        adminHost,
        tokenLifetime,
        refuseUngrantedScopes,
        searchDelay,
        largestGroupPage);
  }

  /** An org on Okta Classic, without what only Identity Engine has. */
  public SandboxOptions classic() {
    return new SandboxOptions(
        port,
        address,
        limits,
        latency,
        false,
        joinedLinks,
        adminLinks,
        adminHost,
        tokenLifetime,
        refuseUngrantedScopes,
        searchDelay,
        largestGroupPage);
  }

  public SandboxOptions withJoinedLinks() {
    return new SandboxOptions(
        port,
        address,
        limits,
        latency,
        identityEngine,
        true,
        adminLinks,
        adminHost,
        tokenLifetime,
        refuseUngrantedScopes,
        searchDelay,
        largestGroupPage);
  }

  public SandboxOptions withAdminLinks(AdminLinks changed, String host) {
    return new SandboxOptions(
        port,
        address,
        limits,
        latency,
        identityEngine,
        joinedLinks,
        changed,
        host,
        tokenLifetime,
        refuseUngrantedScopes,
        searchDelay,
        largestGroupPage);
  }

  public SandboxOptions withTokenLifetime(Duration changed) {
    return new SandboxOptions(
        port,
        address,
        limits,
        latency,
        identityEngine,
        joinedLinks,
        adminLinks,
        adminHost,
        changed,
        refuseUngrantedScopes,
        searchDelay,
        largestGroupPage);
  }

  public SandboxOptions refusingUngrantedScopes() {
    return new SandboxOptions(
        port,
        address,
        limits,
        latency,
        identityEngine,
        joinedLinks,
        adminLinks,
        adminHost,
        tokenLifetime,
        true,
        searchDelay,
        largestGroupPage);
  }

  public SandboxOptions withSearchDelay(Duration changed) {
    return new SandboxOptions(
        port,
        address,
        limits,
        latency,
        identityEngine,
        joinedLinks,
        adminLinks,
        adminHost,
        tokenLifetime,
        refuseUngrantedScopes,
        changed,
        largestGroupPage);
  }

  public SandboxOptions withLargestGroupPage(int changed) {
    return new SandboxOptions(
        port,
        address,
        limits,
        latency,
        identityEngine,
        joinedLinks,
        adminLinks,
        adminHost,
        tokenLifetime,
        refuseUngrantedScopes,
        searchDelay,
        changed);
  }
}
