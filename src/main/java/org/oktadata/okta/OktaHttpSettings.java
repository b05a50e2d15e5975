package org.oktadata.okta;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How calls leave this machine: {@code okta.http.*}.
 *
 * @param connectTimeout how long a connection may take to open
 * @param responseTimeout how long an answer may keep us waiting
 * @param attempts how often a call is made at most while it fails for reasons that may pass; the
 *     waits between double up to 30 s
 * @param connectionsPerHost how many connections are kept to one host at most
 * @param maxAnswer how large an answer may be, unpacked
 * @param proxyHost the outbound proxy, if there is one
 * @param proxyPort its port
 * @param proxyUsername who signs in there, if it asks for a login
 * @param proxyPassword its password
 * @param trustedCertificates a PEM file with CA certificates to trust beside those of Java
 */
@ConfigurationProperties(prefix = "okta.http", ignoreUnknownFields = false)
public record OktaHttpSettings(
    @DefaultValue("10s") Duration connectTimeout,
    @DefaultValue("60s") Duration responseTimeout,
    @DefaultValue("8") int attempts,
    @DefaultValue("40") int connectionsPerHost,
    @DefaultValue("32MB") DataSize maxAnswer,
    String proxyHost,
    Integer proxyPort,
    String proxyUsername,
    String proxyPassword,
    String trustedCertificates) {

  private static final int TIMEOUTS_OF_A_CALL = 5;

  /** Checks the shape; what is wrong stops the start. An empty text counts as unset. */
  public OktaHttpSettings {
    proxyHost = proxyHost == null || proxyHost.isBlank() ? null : proxyHost.strip();
    proxyUsername = proxyUsername == null || proxyUsername.isEmpty() ? null : proxyUsername;
    proxyPassword = proxyPassword == null || proxyPassword.isEmpty() ? null : proxyPassword;
    trustedCertificates =
        trustedCertificates == null || trustedCertificates.isBlank()
            ? null
            : trustedCertificates.strip().replaceFirst("^file:", "");
    checkDuration("connect-timeout", connectTimeout);
    checkDuration("response-timeout", responseTimeout);
    check(attempts >= 1, "okta.http.attempts must be 1 or more, but is " + attempts + ".");
    check(
        connectionsPerHost >= 1,
        "okta.http.connections-per-host must be 1 or more, but is " + connectionsPerHost + ".");
    check(
        maxAnswer.toMegabytes() >= 1 && maxAnswer.toMegabytes() <= 1024,
        "okta.http.max-answer must be between 1MB and 1024MB.");
    check(
        proxyHost == null || !proxyHost.matches(".*[/:@\\s].*"),
        "okta.http.proxy-host must be a host name alone; its port goes into okta.http.proxy-port, and a login into proxy-username and proxy-password.");
    check(
        (proxyHost == null) == (proxyPort == null),
        "okta.http.proxy-host and okta.http.proxy-port belong together: set both or none.");
    check(
        proxyPort == null || proxyPort > 0 && proxyPort < 65536,
        "okta.http.proxy-port must be between 1 and 65535, but is " + proxyPort + ".");
    check(
        (proxyUsername == null) == (proxyPassword == null),
        "okta.http.proxy-username and okta.http.proxy-password belong together: set both or none.");
    check(
        proxyUsername == null || proxyHost != null,
        "okta.http.proxy-username is for a proxy: set okta.http.proxy-host and proxy-port, too.");
    check(
        proxyUsername == null || !proxyUsername.contains(":"),
        "okta.http.proxy-username must not have a colon, which ends it on its way to the proxy.");
    check(
        trustedCertificates == null
            || Files.isRegularFile(Path.of(trustedCertificates))
                && Files.isReadable(Path.of(trustedCertificates)),
        "okta.http.trusted-certificates names no readable file: " + trustedCertificates + ".");
    if (trustedCertificates != null) {
      // Here, and not once the database is made.
      TrustedCertificates.context(Path.of(trustedCertificates));
    }
  }

  /** How long a call may take as a whole, however its answer drips in. */
  Duration longestCall() {
    return responseTimeout.multipliedBy(TIMEOUTS_OF_A_CALL);
  }

  /** The file with the added CA certificates; null if there is none. */
  Path trustedFile() {
    return trustedCertificates == null ? null : Path.of(trustedCertificates);
  }

  /** Hides the login at the proxy. */
  @Override
  public String toString() {
    return "OktaHttpSettings[proxyHost=" + proxyHost + "]";
  }

  private static void checkDuration(String key, Duration duration) {
    check(
        duration.compareTo(Duration.ZERO) > 0 && duration.compareTo(Duration.ofMinutes(10)) <= 0,
        "okta.http." + key + " must be above 0 and at most 10m, such as 60s.");
  }

  private static void check(boolean fine, String sentence) {
    if (!fine) {
      throw new IllegalArgumentException(sentence);
    }
  }
}
