package org.oktadata.web.console;

import org.oktadata.integrations.IntegrationSettings;
import org.oktadata.integrations.Integrations;
import org.oktadata.okta.AccessTokens;
import org.oktadata.okta.OktaFailure;
import org.oktadata.web.IntegrationEdits;
import org.oktadata.web.IntegrationRequest;
import org.springframework.stereotype.Component;

/**
 * Exchanges credentials while both the old and the new ones are valid in Okta: the new ones are
 * tried at once, and the old ones come back where Okta refuses them.
 */
@Component
class CredentialRotation {

  private final Integrations integrations;
  private final IntegrationEdits edits;
  private final AccessTokens tokens;

  CredentialRotation(Integrations integrations, IntegrationEdits edits, AccessTokens tokens) {
    this.integrations = integrations;
    this.edits = edits;
    this.tokens = tokens;
  }

  /** Null where Okta takes the new ones, otherwise what it said. */
  String rotate(String name, IntegrationRequest credentials) {
    IntegrationSettings before = integrations.get(name).settings();
    edits.change(name, credentials);
    try {
      tokens.renew(name);
      integrations.ready(name);
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return back(before, "It was interrupted.");
    } catch (RuntimeException e) {
      OktaFailure failure = OktaFailure.of(e);
      return back(before, failure.status() == 0 ? e.getMessage() : failure.sentence());
    }
  }

  private String back(IntegrationSettings before, String reason) {
    boolean hadAny = before.clientSecret() != null || before.privateKey() != null;
    if (hadAny) {
      edits.restore(before);
    }
    return hadAny ? "The old credentials stay in use, the new ones didn't work: " + reason : reason;
  }
}
