package org.oktadata.collect;

import org.apache.camel.Exchange;
import org.oktadata.catalogue.DataType;
import org.oktadata.instances.Fence;
import org.oktadata.okta.OktaFailure;
import org.oktadata.store.Causes;
import org.oktadata.store.SqlProblem;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** How a pull ends, well or not; and its run with the last of them. */
@Component
class PullEnd {

  private final PullOutcome outcome;
  private final Planner planner;
  private final TouchedByEvents touched;
  private final Refreshes refreshes;
  private final Runs runs;
  private final OrgAccess access;
  private final Fence fence;

  PullEnd(
      PullOutcome outcome,
      Planner planner,
      TouchedByEvents touched,
      Refreshes refreshes,
      Runs runs,
      OrgAccess access,
      Fence fence) {
    this.outcome = outcome;
    this.planner = planner;
    this.touched = touched;
    this.refreshes = refreshes;
    this.runs = runs;
    this.access = access;
    this.fence = fence;
  }

  /** Sums up what became of the lists. False where there is more to read. */
  boolean sumUp(Pull pull, DataType type) {
    if (type.isLog()) {
      touched.gatherAll();
    }
    boolean more =
        fence.within(
            pull.integration(), pull.lease(), () -> planner.planWhatIsMissing(pull, type), true);
    return !more && outcome.finish(pull, type);
  }

  /** The pull has ended. */
  void close(Pull pull) {
    fence.within(pull.integration(), pull.lease(), () -> runs.endIfDone(pull.run()));
  }

  /** The pull as a whole failed. */
  void fail(Pull pull, Exchange exchange) {
    OktaFailure failure = OktaFailure.explain(exchange);
    String reason = reason(exchange, pull, failure);
    fence.within(
        pull.integration(),
        pull.lease(),
        () -> {
          access.failed(pull, failure);
          outcome.fail(pull, reason);
          refreshes.giveBack(pull);
          runs.endIfDone(pull.run());
        });
  }

  /** The statements that plan a pull and end it have SQL of the catalogue in them. */
  private static String reason(Exchange exchange, Pull pull, OktaFailure explained) {
    Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    return Causes.find(failure, DataAccessException.class) != null
            && SqlProblem.isTheStatements(failure)
        ? "The database refuses what the line of %s in data-types.yaml says: %s."
            .formatted(pull.dataType(), SqlProblem.withoutData(failure))
        : explained.sentence();
  }
}
