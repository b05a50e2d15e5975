package org.oktadata.deliveries;

/** A channel answered, but didn't take the delivery. Tells no address: a webhook's is a secret. */
class DeliveryRefused extends RuntimeException {

  DeliveryRefused(int status) {
    super("The channel answered with status " + status + ".");
  }
}
