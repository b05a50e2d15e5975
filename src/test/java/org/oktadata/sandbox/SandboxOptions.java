package org.oktadata.sandbox;

import java.time.Duration;
import java.util.function.Consumer;

/** How a sandbox behaves beside what its org contains. Each change makes another one. */
public final class SandboxOptions implements Cloneable {

  /** On which lists the links lead to the admin host. */
  public enum AdminLinks {
    NEVER,
    /** On those where Okta was seen doing it. */
    SOME,
    ALWAYS
  }

  private int port;
  private String address = "127.0.0.1";
  private SandboxLimits limits = SandboxLimits.unlimited();
  private Duration latency = Duration.ZERO;
  private boolean identityEngine = true;
  private boolean joinedLinks;
  private AdminLinks adminLinks = AdminLinks.NEVER;
  private String adminHost = "localhost";
  private Duration tokenLifetime = Duration.ofHours(1);
  private boolean refuseUngrantedScopes;
  private Duration searchDelay = Duration.ZERO;
  private int largestGroupPage = 10_000;

  private SandboxOptions() {}

  /** Any port, no limits, no latency, Identity Engine. */
  public static SandboxOptions standard() {
    return new SandboxOptions();
  }

  /** The port, 0 for any. */
  public SandboxOptions withPort(int changed) {
    return with(copy -> copy.port = changed);
  }

  /** The address to listen on. */
  public SandboxOptions withAddress(String changed) {
    return with(copy -> copy.address = changed);
  }

  public SandboxOptions withLimits(SandboxLimits changed) {
    return with(copy -> copy.limits = changed);
  }

  /** How long every answer takes at least. */
  public SandboxOptions withLatency(Duration changed) {
    return with(copy -> copy.latency = changed);
  }

  /** Classic Engine ({@code v1}) instead of Identity Engine ({@code idx}). */
  public SandboxOptions classic() {
    return with(copy -> copy.identityEngine = false);
  }

  /** The Link headers come as one line with commas. */
  public SandboxOptions withJoinedLinks() {
    return with(copy -> copy.joinedLinks = true);
  }

  /** On which lists the links lead to the admin host, and its name. */
  public SandboxOptions withAdminLinks(AdminLinks changed, String host) {
    return with(
        copy -> {
          copy.adminLinks = changed;
          copy.adminHost = host;
        });
  }

  /** How long access tokens are valid. */
  public SandboxOptions withTokenLifetime(Duration changed) {
    return with(copy -> copy.tokenLifetime = changed);
  }

  /** A scope that isn't granted is refused, not left out. */
  public SandboxOptions refusingUngrantedScopes() {
    return with(copy -> copy.refuseUngrantedScopes = true);
  }

  /** How long a change takes until {@code search=} finds it. */
  public SandboxOptions withSearchDelay(Duration changed) {
    return with(copy -> copy.searchDelay = changed);
  }

  /** A larger page of groups with stats, or of members, is an error 500. */
  public SandboxOptions withLargestGroupPage(int changed) {
    return with(copy -> copy.largestGroupPage = changed);
  }

  private SandboxOptions with(Consumer<SandboxOptions> change) {
    try {
      SandboxOptions copy = (SandboxOptions) clone();
      change.accept(copy);
      return copy;
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }

  int port() {
    return port;
  }

  String address() {
    return address;
  }

  SandboxLimits limits() {
    return limits;
  }

  Duration latency() {
    return latency;
  }

  boolean identityEngine() {
    return identityEngine;
  }

  boolean joinedLinks() {
    return joinedLinks;
  }

  AdminLinks adminLinks() {
    return adminLinks;
  }

  String adminHost() {
    return adminHost;
  }

  Duration tokenLifetime() {
    return tokenLifetime;
  }

  boolean refuseUngrantedScopes() {
    return refuseUngrantedScopes;
  }

  Duration searchDelay() {
    return searchDelay;
  }

  int largestGroupPage() {
    return largestGroupPage;
  }
}
