package org.oktadata.web.console.integrations;

import org.oktadata.integrations.IntegrationSettings;
import org.oktadata.integrations.Integrations;
import org.oktadata.okta.CredentialTrial;
import org.oktadata.web.Audit;
import org.oktadata.web.IntegrationEdits;
import org.oktadata.web.IntegrationRequest;
import org.springframework.stereotype.Component;

/**
 * Exchanges credentials while both the old and the new ones are valid in Okta: the new ones are
 * tried first, and stored once Okta has taken them. What is being collected never sees others.
 */
@Component
class CredentialRotation {

  private final Integrations integrations;
  private final IntegrationEdits edits;
  private final CredentialTrial trial;
  private final Audit audit;

  CredentialRotation(
      Integrations integrations, IntegrationEdits edits, CredentialTrial trial, Audit audit) {
    this.audit = audit;
    this.integrations = integrations;
    this.edits = edits;
    this.trial = trial;
  }

  /** Null where Okta takes the new ones, otherwise what it said. */
  String rotate(String name, IntegrationRequest credentials) {
    if (!credentials.sendsSecret()) {
      return "Enter the new secret or private key.";
    }
    IntegrationSettings now = integrations.get(name).settings();
    String refusal = trial.refusal(edits.wanted(name, credentials).connection());
    if (refusal != null) {
      audit.write("integration.rotation-refused", name, refusal);
      boolean hasAny = now.clientSecret() != null || now.privateKey() != null;
      return hasAny
          ? "The old credentials stay in use, the new ones didn't work: " + refusal
          : refusal;
    }
    edits.change(name, credentials);
    return null;
  }
}
