package org.oktadata.deliveries;

import org.oktadata.store.OneLine;

/**
 * Why a channel didn't take a delivery, in a sentence without addresses: a webhook's is a secret.
 */
final class DeliveryProblem {

  private static final int LONGEST = 300;

  private DeliveryProblem() {}

  static String of(Throwable problem) {
    if (problem instanceof DeliveryRefused refused) {
      return refused.getMessage();
    }
    String message = problem.getMessage() == null ? "" : problem.getMessage();
    String text =
        OneLine.join(
            (problem.getClass().getSimpleName() + ": " + message)
                .replaceAll("[a-z][a-z0-9+.-]*://\\S+", "(address)"));
    return text.substring(0, Math.min(LONGEST, text.length()));
  }
}
