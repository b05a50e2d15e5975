package org.oktadata.collect;

import java.util.Set;
import org.oktadata.catalogue.Catalogue;
import org.oktadata.instances.Fence;
import org.springframework.stereotype.Component;

/**
 * Ends what a run still has to pull although its line is no longer in the catalogue: it has no
 * route that could, and the run would wait for it for ever.
 */
@Component
public class RemovedTypes {

  private static final String REASON =
      "%s was removed from data-types.yaml while the run was under way.";

  private final OpenPulls openPulls;
  private final Catalogue catalogue;
  private final Fence fence;
  private final PullOutcome outcome;
  private final Runs runs;
  private final Dispatcher dispatcher;

  RemovedTypes(
      OpenPulls openPulls,
      Catalogue catalogue,
      Fence fence,
      PullOutcome outcome,
      Runs runs,
      Dispatcher dispatcher) {
    this.openPulls = openPulls;
    this.catalogue = catalogue;
    this.fence = fence;
    this.outcome = outcome;
    this.runs = runs;
    this.dispatcher = dispatcher;
  }

  /** Ends them in the runs of this instance. */
  public void end() {
    Set<String> known = Set.copyOf(catalogue.names(type -> true));
    if (known.isEmpty()) {
      return;
    }
    openPulls.ours().stream()
        .map(OpenPulls.Open::pull)
        .filter(pull -> !known.contains(pull.dataType()))
        .forEach(this::end);
  }

  private void end(Pull pull) {
    fence.within(
        pull.integration(),
        pull.lease(),
        () -> {
          outcome.skip(pull, REASON.formatted(pull.dataType()));
          runs.endIfDone(pull.run());
        });
    dispatcher.release(pull);
  }
}
