package org.oktadata.web.security;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.core.OAuth2Error;

/**
 * Tells the log why somebody came back from a provider in vain, and what to look at. The login page
 * doesn't: what the provider says comes in the address of a request, which anybody can write. No
 * account is needed to fail so, therefore it is one line in ten seconds at most.
 */
class ProviderTroubles {

  private static final Logger log = LoggerFactory.getLogger(ProviderTroubles.class);
  private static final Duration PAUSE = Duration.ofSeconds(10);
  private static final int LONGEST = 250;

  private static final String CREDENTIALS = "look at its client-id and client-secret";

  /**
   * What to look at, by the code of OAuth 2.0, OpenID Connect or Spring Security. Of a provider
   * that answers with 401, as Okta does, the code is in Spring's description alone.
   */
  private static final List<Map.Entry<String, String>> CURES =
      List.of(
          Map.entry("invalid_client", CREDENTIALS),
          Map.entry("unauthorized_client", CREDENTIALS),
          Map.entry(
              "invalid_scope", "look at its scope, and at the scopes that the provider knows"),
          Map.entry(
              "access_denied",
              "the provider let this person not in; assign the application to them there"),
          Map.entry(
              "decode the Jwt: I/O error",
              "look whether this machine reaches the address of the provider's keys"),
          Map.entry(
              "invalid_user_info_response",
              "look whether this machine reaches the provider's user info endpoint"),
          Map.entry(
              "invalid_id_token",
              "look at its client-id, at the issuer-uri, and at the clocks of this machine and the"
                  + " provider"),
          Map.entry(
              "invalid_token_response", "look whether the provider answers at its token endpoint"),
          Map.entry(
              "authorization_request_not_found",
              "the session in which this sign-in began is gone: it took too long, or began at"
                  + " another address than the one that the provider leads back to"));

  private final LongSupplier nanos;
  private final AtomicLong next;

  ProviderTroubles() {
    this(System::nanoTime);
  }

  /**
   * @param nanos a clock that nobody sets, in nanoseconds
   */
  ProviderTroubles(LongSupplier nanos) {
    this.nanos = nanos;
    this.next = new AtomicLong(nanos.getAsLong());
  }

  /**
   * Tells it, unless something was told a moment ago.
   *
   * @param provider id of the registration, as the configuration has it
   */
  void tell(String provider, OAuth2Error error) {
    long due = next.get();
    long now = nanos.getAsLong();
    if (now - due < 0 || !next.compareAndSet(due, now + PAUSE.toNanos())) {
      return;
    }
    String said =
        error.getErrorCode()
            + (error.getDescription() == null ? "" : ": " + error.getDescription());
    log.warn(
        "Sign-in: a person came back from the OIDC provider {} in vain ({}); {}"
            + " (spring.security.oauth2.client, docs/console.md)",
        provider,
        said.substring(0, Math.min(LONGEST, said.length())),
        CURES.stream()
            .filter(each -> said.contains(each.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse("the provider's own log says more"));
  }
}
