package org.oktadata.okta;

import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Fetches one new access token for an integration, with all wanted scopes that Okta grants. */
@Component
class TokenFetch {
  private static final Logger log = LoggerFactory.getLogger(TokenFetch.class);
  private static final long SECOND = 1_000_000_000L;
  private static final long RENEW_BEFORE = 300 * SECOND;

  private final OktaConnections connections;
  private final TokenRequests requests;
  private final AtomicLong numbers = new AtomicLong();

  TokenFetch(OktaConnections connections, TokenRequests requests) {
    this.connections = connections;
    this.requests = requests;
  }

  /**
   * A new token.
   *
   * @throws OktaTokenException if none can be had
   */
  AccessToken fetch(String integration) {
    return fetch(connections.connection(integration), connections.scopes(integration));
  }

  /**
   * A new token for whoever that connection says.
   *
   * @throws OktaTokenException if none can be had
   */
  AccessToken fetch(OktaConnection connection, Set<String> scopes) {
    var wanted = readOnly(scopes);
    if (wanted.isEmpty()) {
      throw new OktaTokenException("No scope is to be requested, so there is nothing to collect.");
    }
    long asked = System.nanoTime();
    var answer = new ScopeNegotiation(part -> requests.ask(connection, part)).negotiate(wanted);
    check(connection, answer);
    // With those that could write, if Okta grants any unasked: the test warns of them.
    var granted = answer.granted(wanted);
    log.debug("{}: a token with {} of {} scopes", connection, granted.size(), wanted.size());
    // A token that lives shorter than Okta's hour would otherwise be due at once.
    long life = answer.secondsToLive() * SECOND;
    long early = Math.min(RENEW_BEFORE, life / 5);
    long expires = asked + life;
    return new AccessToken(
        numbers.incrementAndGet(),
        connection.issuer(),
        answer.token(),
        answer.isDpop(),
        Set.copyOf(wanted),
        Set.copyOf(granted),
        asked,
        expires - early,
        expires);
  }

  private static void check(OktaConnection connection, TokenAnswer answer) {
    if (ScopeNegotiation.isAboutScopes(answer)) {
      throw new OktaTokenException(
          "Okta grants the app none of the scopes that are needed: grant them in the admin console,"
              + " on the app's tab Okta API Scopes.");
    }
    if (!answer.isToken()) {
      throw TokenRefusal.of(connection, answer);
    }
    if (connection.dpop() == DpopMode.ALWAYS && !answer.isDpop()) {
      throw new OktaTokenException(
          "Okta answered with a bearer token although this integration has dpop: always.");
    }
  }

  private static Set<String> readOnly(Set<String> scopes) {
    return scopes.stream()
        .filter(scope -> !scope.endsWith(".manage"))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
