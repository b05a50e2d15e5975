package org.oktadata.web.console;

import org.oktadata.collect.ConnectivityRequests;
import org.oktadata.integrations.IntegrationSettings;
import org.oktadata.integrations.Integrations;
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
  private final ConnectivityRequests connectivity;

  CredentialRotation(
      Integrations integrations, IntegrationEdits edits, ConnectivityRequests connectivity) {
    this.integrations = integrations;
    this.edits = edits;
    this.connectivity = connectivity;
  }

  /** Null where Okta takes the new ones, otherwise what it said. */
  String rotate(String name, IntegrationRequest credentials) {
    IntegrationSettings before = integrations.get(name).settings();
    edits.change(name, credentials);
    String refusal;
    try {
      refusal = connectivity.newToken(name);
    } catch (RuntimeException untried) {
      back(before, "they could not be tried");
      throw untried;
    }
    if (refusal != null) {
      return back(before, refusal);
    }
    integrations.ready(name);
    return null;
  }

  private String back(IntegrationSettings before, String reason) {
    boolean hadAny = before.clientSecret() != null || before.privateKey() != null;
    if (hadAny) {
      edits.restore(before);
    }
    return hadAny ? "The old credentials stay in use, the new ones didn't work: " + reason : reason;
  }
}
