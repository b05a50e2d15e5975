package org.oktadata.collect;

import java.time.Instant;
import java.util.Optional;
import org.oktadata.catalogue.DataType;
import org.oktadata.instances.Fence;
import org.oktadata.okta.ServerClocks;
import org.springframework.stereotype.Component;

/** How a pull begins: unless its data type is left out, its lists are planned. */
@Component
class PullStart {

  private final Admission admission;
  private final PullOutcome outcome;
  private final Refreshes refreshes;
  private final StartingPoint startingPoint;
  private final Planner planner;
  private final ServerClocks clocks;
  private final Fence fence;

  PullStart(
      Admission admission,
      PullOutcome outcome,
      Refreshes refreshes,
      StartingPoint startingPoint,
      Planner planner,
      ServerClocks clocks,
      Fence fence) {
    this.admission = admission;
    this.outcome = outcome;
    this.refreshes = refreshes;
    this.startingPoint = startingPoint;
    this.planner = planner;
    this.clocks = clocks;
    this.fence = fence;
  }

  /**
   * Plans the pull's lists. Returns when it began, by the org's own clock; nothing if it ended
   * meanwhile, or cannot be read.
   */
  Optional<Instant> begin(Pull pull, DataType type) throws Exception {
    if (!fence.within(pull.integration(), pull.lease(), () -> outcome.begin(pull), false)) {
      return Optional.empty();
    }
    Shortfall refusal = admission.refusal(pull.integration(), type);
    if (refusal != null) {
      fence.within(pull.integration(), pull.lease(), () -> skip(pull, refusal));
      return Optional.empty();
    }
    Instant begun = Instant.now().plus(clocks.offset(pull.integration()));
    Instant since = startingPoint.since(pull, type);
    boolean planned = fence.within(pull.integration(), pull.lease(), () -> plan(pull, type, since));
    return planned ? Optional.of(begun) : Optional.empty();
  }

  private void skip(Pull pull, Shortfall shortfall) {
    refreshes.skipped(pull);
    outcome.skip(pull, shortfall);
  }

  private void plan(Pull pull, DataType type, Instant since) {
    if (!pull.verifies()) {
      refreshes.take(pull);
    }
    planner.plan(pull, type, since);
  }
}
