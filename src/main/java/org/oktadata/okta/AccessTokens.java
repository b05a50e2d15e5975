package org.oktadata.okta;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Variable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * The access tokens: one an integration, shared by all routes, fetched by route {@code okta-token}
 * when it is first needed and renewed five minutes before it expires. A token is only ever in this
 * bean's memory and on the wire.
 */
@Component
public class AccessTokens {
  /** The exchange property that says which token an attempt was made with; a mere number. */
  private static final String HELD = "oktaTokenNumber";

  private final TokenFetch fetch;
  private final ObjectProvider<ProducerTemplate> routes;
  private final ObjectProvider<BudgetOwnership> ownership;
  private final Map<String, TokenSlot> slots = new ConcurrentHashMap<>();
  private final Map<String, AccessToken> fetched = new ConcurrentHashMap<>();

  AccessTokens(
      TokenFetch fetch,
      ObjectProvider<ProducerTemplate> routes,
      ObjectProvider<BudgetOwnership> ownership) {
    this.fetch = fetch;
    this.routes = routes;
    this.ownership = ownership;
  }

  /**
   * Sees to it that a valid token is there; the caller waits while one is fetched.
   *
   * @throws OktaTokenException if none can be had
   */
  public void hold(Exchange exchange, @Variable("integration") String integration)
      throws InterruptedException {
    exchange.setProperty(HELD, hold(integration).number());
  }

  /** Forgets the token that a call was refused with, so that the next attempt fetches a new one. */
  public void forget(Exchange exchange, @Variable("integration") String integration) {
    var number = exchange.getProperty(HELD, Long.class);
    var failure = Turn.failureIn(exchange);
    if (number != null && failure != null && OktaFailure.of(failure).refusesToken()) {
      slot(integration).drop(number);
    }
    exchange.removeProperty(HELD);
  }

  /** Fetches a token: the step of route {@code okta-token}, whose exchange never sees the token. */
  public void fetch(Exchange exchange, @Variable("integration") String integration) {
    fetched.put(exchange.getExchangeId(), fetch.fetch(integration));
  }

  /**
   * The scopes of the integration's token: those asked for less what Okta doesn't grant.
   *
   * @throws OktaTokenException if no token can be had
   */
  public Set<String> granted(String integration) throws InterruptedException {
    return hold(integration).granted();
  }

  /**
   * The same, after another look where a scope is missing that may have been granted since.
   *
   * @throws OktaTokenException if no token can be had
   */
  public Set<String> granted(String integration, String needed) throws InterruptedException {
    AccessToken token = hold(integration);
    return token.newOneMayHave(needed, System.nanoTime())
        ? slot(integration).renew(token, () -> byRoute(integration)).granted()
        : token.granted();
  }

  /** Drops what is known of an integration, because its connection or its scopes changed. */
  public void invalidate(String integration) {
    slots.remove(integration);
  }

  /** Fetches a new token although the old one is good, to see what is granted at this moment. */
  public Set<String> renew(String integration) throws InterruptedException {
    invalidate(integration);
    return granted(integration);
  }

  /**
   * The token to put on the wire now.
   *
   * @throws CallsStoppedException if another instance owns the integration's budget meanwhile
   */
  AccessToken current(String integration) {
    requireOurs(integration);
    var token = slot(integration).valid();
    if (token == null) {
      throw OktaTokenException.passing("The access token ended while the call was on its way.");
    }
    return token;
  }

  private void requireOurs(String integration) {
    BudgetOwnership known = ownership.getIfAvailable();
    if (known != null && !known.isOurs(integration)) {
      throw new CallsStoppedException(integration);
    }
  }

  private AccessToken hold(String integration) throws InterruptedException {
    requireOurs(integration);
    return slot(integration).hold(() -> byRoute(integration));
  }

  private TokenSlot slot(String integration) {
    return slots.computeIfAbsent(integration, name -> new TokenSlot(System::nanoTime));
  }

  private AccessToken byRoute(String integration) {
    var done =
        routes
            .getObject()
            .send(
                "direct:okta-token", exchange -> exchange.setVariable("integration", integration));
    var token = fetched.remove(done.getExchangeId());
    if (token != null) {
      return token;
    }
    var refused = Failures.find(done.getException(), OktaTokenException.class);
    throw refused != null
        ? refused
        : OktaTokenException.passing("The route okta-token failed: " + done.getException());
  }
}
