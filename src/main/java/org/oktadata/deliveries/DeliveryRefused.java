package org.oktadata.deliveries;

/** A channel answered, but didn't take the delivery. Tells no address: a webhook's is a secret. */
class DeliveryRefused extends RuntimeException {

  private final int status;
  private final String retryAfter;

  /**
   * @param retryAfter header of the answer; null where it had none
   */
  DeliveryRefused(int status, String retryAfter) {
    super("The channel answered with status " + status + ".");
    this.status = status;
    this.retryAfter = retryAfter;
  }

  int status() {
    return status;
  }

  String retryAfter() {
    return retryAfter;
  }
}
