package org.oktadata.okta;

import org.apache.camel.Exchange;

/**
 * The way of one request through the budget. Guarded by the lock of its {@link IntegrationBudget}.
 */
final class Turn {
  /** The exchange property that keeps it. */
  static final String PROPERTY = "oktaTurn";

  private final IntegrationBudget budget;
  private final String bucket;
  private final String family;
  private final Throwable failureBefore;
  boolean entered;
  Lane lane;
  long taken;
  long complaintsBefore;

  /**
   * A new turn.
   *
   * @param bucket the name of the bucket that the call is said to count in
   * @param family the shape of its path, which tells whether that is true
   * @param failureBefore what failed before on the same exchange: Camel leaves it there
   */
  Turn(IntegrationBudget budget, String bucket, String family, Throwable failureBefore) {
    this.budget = budget;
    this.bucket = bucket;
    this.family = family;
    this.failureBefore = failureBefore;
  }

  IntegrationBudget budget() {
    return budget;
  }

  String bucket() {
    return bucket;
  }

  String family() {
    return family;
  }

  /** The failure of the request that is under way in the exchange; null if it succeeded. */
  static Throwable failureIn(Exchange exchange) {
    var carried = Failures.of(exchange);
    var turn = exchange.getProperty(PROPERTY, Turn.class);
    return turn != null && carried == turn.failureBefore ? null : carried;
  }

  @Override
  public String toString() {
    return "request in " + bucket;
  }
}
