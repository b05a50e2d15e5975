package org.oktadata.collect;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.oktadata.catalogue.Catalogue;
import org.oktadata.instances.Fence;
import org.oktadata.instances.Lease;
import org.oktadata.instances.Leases;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Ends what a run still has to pull although its line is no longer in the catalogue: it has no
 * route that could, and the run would wait for it for ever.
 */
@Component
public class RemovedTypes {

  private static final String REASON =
      "%s was removed from data-types.yaml while the run was under way.";

  private final JdbcClient database;
  private final Catalogue catalogue;
  private final Leases leases;
  private final Fence fence;
  private final PullOutcome outcome;
  private final Runs runs;
  private final Dispatcher dispatcher;

  RemovedTypes(
      JdbcClient database,
      Catalogue catalogue,
      Leases leases,
      Fence fence,
      PullOutcome outcome,
      Runs runs,
      Dispatcher dispatcher) {
    this.database = database;
    this.catalogue = catalogue;
    this.leases = leases;
    this.fence = fence;
    this.outcome = outcome;
    this.runs = runs;
    this.dispatcher = dispatcher;
  }

  /** Ends them in the runs of this instance. */
  public void end() {
    Map<String, Lease> mine =
        leases.held().stream().collect(Collectors.toMap(Lease::integration, Function.identity()));
    List<String> known = catalogue.names(type -> true);
    if (mine.isEmpty() || known.isEmpty()) {
      return;
    }
    database
        .sql(
            """
            select t.run_id, t.integration, t.data_type, r.mode
            from store.run_data_type t join store.run r on r.id = t.run_id
            where r.status = 'RUNNING' and t.status in ('PENDING', 'RUNNING') and r.integration in (:mine)
              and t.data_type not in (:known)""")
        .param("mine", mine.keySet())
        .param("known", known)
        .query(
            (row, number) ->
                new Pull(
                    row.getLong(1),
                    row.getString(2),
                    row.getString(3),
                    RunMode.of(row.getString(4)),
                    mine.get(row.getString(2)).epoch()))
        .list()
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
