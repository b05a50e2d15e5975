package org.oktadata.collect;

import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.oktadata.integrations.Integrations;
import org.oktadata.okta.FailureKind;
import org.oktadata.okta.OktaFailure;
import org.springframework.stereotype.Component;

/**
 * Whether an org lets this application in, as its pulls find: without a token, or while nobody
 * answers, none of them can read anything, so it is the integration that has failed.
 */
@Component
class OrgAccess {

  /** One list that doesn't come in time, or that takes no token, is no matter of the org. */
  private static final Set<FailureKind> OF_THE_ORG_IF_OF_ALL =
      EnumSet.of(FailureKind.NETWORK, FailureKind.UNAUTHORIZED);

  private final Integrations integrations;
  private final FailingPages failing;
  private final Set<String> refused = ConcurrentHashMap.newKeySet();

  OrgAccess(Integrations integrations, FailingPages failing) {
    this.integrations = integrations;
    this.failing = failing;
  }

  /** Notes a failure of a pull, if there was no token for it. */
  void failed(Pull pull, OktaFailure failure) {
    if (failure.kind() == FailureKind.TOKEN) {
      refuse(pull, failure);
    }
  }

  /** Notes the failure of a list that was given up, if the org answered nothing else meanwhile. */
  void failed(Pull pull, String request, OktaFailure failure) {
    if (OF_THE_ORG_IF_OF_ALL.contains(failure.kind()) && failing.isAlone(pull, request)) {
      refuse(pull, failure);
    } else {
      failed(pull, failure);
    }
  }

  private void refuse(Pull pull, OktaFailure failure) {
    refused.add(pull.integration());
    integrations.refused(pull.integration(), failure.sentence());
  }

  /**
   * Notes that the org has answered a pull.
   *
   * @param first whether the pull's first list did; later ones are news only after a failure
   */
  void answered(Pull pull, boolean first) {
    if (refused.remove(pull.integration()) || first) {
      integrations.answered(pull.integration());
    }
  }
}
