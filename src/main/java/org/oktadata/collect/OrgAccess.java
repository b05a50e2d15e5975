package org.oktadata.collect;

import org.oktadata.integrations.Integrations;
import org.oktadata.okta.FailureKind;
import org.oktadata.okta.OktaFailure;
import org.springframework.stereotype.Component;

/**
 * Whether an org lets this application in, as its pulls find: without a token none of them can read
 * anything, so it is the integration that has failed.
 */
@Component
class OrgAccess {

  private final Integrations integrations;

  OrgAccess(Integrations integrations) {
    this.integrations = integrations;
  }

  /** Notes a failure of a pull, if there was no token for it. */
  void failed(Pull pull, OktaFailure failure) {
    if (failure.kind() == FailureKind.TOKEN) {
      integrations.refused(pull.integration(), failure.sentence());
    }
  }

  /** Notes that the org has answered a pull. */
  void answered(Pull pull) {
    integrations.answered(pull.integration());
  }
}
