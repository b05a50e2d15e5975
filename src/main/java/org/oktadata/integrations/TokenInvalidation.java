package org.oktadata.integrations;

import org.oktadata.okta.AccessTokens;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** An access token doesn't outlive the credentials or scopes that it was fetched with. */
@Component
class TokenInvalidation {

  private final AccessTokens tokens;

  TokenInvalidation(AccessTokens tokens) {
    this.tokens = tokens;
  }

  @EventListener
  void forget(IntegrationChanged changed) {
    tokens.invalidate(changed.name());
  }
}
