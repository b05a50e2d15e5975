package org.oktadata.collect;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import org.oktadata.catalogue.Catalogue;
import org.oktadata.catalogue.CollectionSettingsSource;
import org.oktadata.catalogue.DataType;
import org.oktadata.store.EachAlone;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Starts runs and ends them. A run is rows in the database, so any instance can go on with it. */
@Component
public class Runs {

  private static final Logger log = LoggerFactory.getLogger(Runs.class);

  private final JdbcClient database;
  private final TransactionTemplate transaction;
  private final Catalogue catalogue;
  private final CollectionSettingsSource settings;
  private final Drift drift;
  private final UnreadLists unreadLists;
  private final PromptStart promptStart;
  private final EachAlone eachRun = new EachAlone(log);

  Runs(
      JdbcClient database,
      TransactionTemplate transaction,
      Catalogue catalogue,
      CollectionSettingsSource settings,
      Drift drift,
      UnreadLists unreadLists,
      PromptStart promptStart) {
    this.database = database;
    this.transaction = transaction;
    this.catalogue = catalogue;
    this.settings = settings;
    this.drift = drift;
    this.unreadLists = unreadLists;
    this.promptStart = promptStart;
  }

  /**
   * What came of asking for a run.
   *
   * @param run its number, or that of the run that stood in its way
   * @param fresh whether it was started
   */
  public record Started(long run, boolean fresh) {}

  /**
   * Starts a run of everything, in a delta of what can be narrowed to changes, and in a
   * verification of a sample of what was collected.
   */
  public Started start(String integration, RunMode mode, String trigger) {
    return start(integration, mode, trigger, wanted(integration, mode));
  }

  /** Starts a run of the named data types, with nothing to note beside it. */
  public Started start(
      String integration, RunMode mode, String trigger, Collection<String> dataTypes) {
    return start(integration, mode, trigger, dataTypes, run -> {});
  }

  /**
   * Starts a run of the named data types: a full one also reads their parents that were never read,
   * and a verification leaves out what can't be verified.
   *
   * @param note written of a fresh run in the same transaction: there are both, or neither
   */
  public Started start(
      String integration,
      RunMode mode,
      String trigger,
      Collection<String> dataTypes,
      LongConsumer note) {
    Set<String> all = new LinkedHashSet<>();
    if (mode == RunMode.FULL) {
      dataTypes.forEach(name -> addWithUnreadParents(integration, catalogue.get(name), all));
    } else if (mode == RunMode.VERIFY) {
      all.addAll(drift.verifiable(integration, dataTypes, wanted(integration, mode)));
    } else {
      all.addAll(dataTypes);
    }
    Optional<Long> other =
        mode == RunMode.VERIFY ? underWay(integration, RunMode.FULL).optional() : Optional.empty();
    if (other.isPresent()) {
      return new Started(other.get(), false);
    }
    try {
      return fresh(integration, mode, trigger, all, note);
    } catch (DuplicateKeyException e) {
      Optional<Long> inTheWay = underWay(integration, mode).optional();
      // What stood in the way may have ended since.
      return inTheWay.isPresent()
          ? new Started(inTheWay.get(), false)
          : fresh(integration, mode, trigger, all, note);
    }
  }

  private Started fresh(
      String integration, RunMode mode, String trigger, Set<String> dataTypes, LongConsumer note) {
    Long run =
        transaction.execute(
            status -> {
              long fresh = insert(integration, mode, trigger, dataTypes);
              note.accept(fresh);
              return fresh;
            });
    promptStart.ask();
    return new Started(run, true);
  }

  /**
   * What a run of that mode reads where nobody names data types, in the order of the catalogue: in
   * a delta what can be narrowed to changes or was left unread, otherwise all that the integration
   * wants.
   */
  public List<String> wanted(String integration, RunMode mode) {
    List<String> unread = mode == RunMode.DELTA ? unreadLists.dataTypes(integration) : List.of();
    return catalogue.all().stream()
        .filter(settings.collection(integration)::wants)
        .filter(
            type -> mode != RunMode.DELTA || canBeNarrowed(type) || unread.contains(type.name()))
        .map(DataType::name)
        .toList();
  }

  /** The run under way that a run of this mode would have to wait for. */
  private JdbcClient.MappedQuerySpec<Long> underWay(String integration, RunMode mode) {
    return database
        .sql(
            "select id from store.run where integration = :name and status = 'RUNNING' and mode in (:modes)")
        .param("name", integration)
        .param("modes", mode.rivals())
        .query(Long.class);
  }

  /** What a delta reads always: what changed by timestamp, the log, and what events name. */
  private static boolean canBeNarrowed(DataType type) {
    return !type.delta().isEmpty()
        || !type.parents().changed().isEmpty()
        || !type.touched().events().isEmpty()
        || type.isLog();
  }

  /**
   * Ends runs whose data types have all ended while the run itself has not: whoever ended the last
   * of them was killed before he came to it.
   */
  public void endWhatIsDone() {
    eachRun.of(
        database
            .sql(
                """
                select id from store.run r where status = 'RUNNING' and not exists (
                  select from store.run_data_type t where t.run_id = r.id and t.status in ('PENDING', 'RUNNING'))""")
            .query(Long.class)
            .list(),
        "The end of run %d"::formatted,
        this::endIfDone);
  }

  /** Ends a run whose data types have all ended; its status is derived from theirs. */
  public void endIfDone(long run) {
    transaction.executeWithoutResult(status -> end(run));
  }

  private void end(long run) {
    database
        .sql(
            """
            update store.run r set finished_at = now(), status = outcome.status, reason = outcome.reason
            from (
              select case when bool_or(t.status = 'FAILURE' and t.data_type = 'users') then 'FAILURE'
                          when coalesce(bool_and(t.status = 'SUCCESS' or t.none_here), true) then 'SUCCESS'
                          when bool_or(t.status in ('SUCCESS', 'PARTIAL_SUCCESS')) then 'PARTIAL_SUCCESS'
                          else 'FAILURE' end as status,
                     (select string_agg(told, ' ' order by told) from (
                        select case when count(*) > 3 then format('%s and %s more', min(data_type), count(*) - 1)
                                    else string_agg(data_type, ', ' order by data_type) end || ': ' || reason as told
                        from store.run_data_type
                        where run_id = ? and status in ('FAILURE', 'PARTIAL_SUCCESS', 'SKIPPED') and reason is not null
                        group by reason) each_reason) as reason,
                     coalesce(bool_and(t.status not in ('PENDING', 'RUNNING')), true) as done
              from store.run_data_type t where t.run_id = ?
            ) outcome
            where r.id = ? and r.status = 'RUNNING' and outcome.done
            returning r.integration, r.mode, r.status, r.reason, extract(epoch from now() - r.started_at)::bigint as seconds""")
        .params(run, run, run)
        .query(
            (row, number) -> {
              RunMode mode = RunMode.of(row.getString("mode"));
              if (mode.isCollection()) {
                log.info(
                    "{}: {} run {} ended {} after {} s{}",
                    row.getString("integration"),
                    mode,
                    run,
                    row.getString("status"),
                    row.getLong("seconds"),
                    row.getString("reason") == null ? "" : ": " + row.getString("reason"));
              }
              if (mode == RunMode.VERIFY) {
                drift.judge(run, row.getString("integration"), row.getString("reason"));
              }
              return run;
            })
        .list()
        .forEach(this::clear);
  }

  /**
   * What became of the lists is summed up in each data type, so they go with the end of their run:
   * a type that is refused would leave as many as the org has users, each time. Runs that are no
   * collections leave nothing but when they changed something, for the checks, and those that
   * failed last, for those who wait before the next try.
   */
  private void clear(long run) {
    database
        .sql(
            """
            insert into store.read_again (integration, data_type, at)
            select t.integration, t.data_type, t.finished_at from store.run_data_type t join store.run r on r.id = t.run_id
            where t.run_id = ? and r.mode = 'refresh' and t.changed + t.deleted > 0
            order by t.data_type
            on conflict (integration, data_type) do update set at = greatest(store.read_again.at, excluded.at)""")
        .param(run)
        .update();
    database.sql("delete from store.request where run_id = ?").param(run).update();
    database.sql("delete from store.seen where run_id = ?").param(run).update();
    database
        .sql(
            """
            delete from store.run r using store.run ended
            where ended.id = ? and ended.mode in ('log', 'refresh') and r.integration = ended.integration and r.mode = ended.mode
              and (r.id = ended.id and r.status = 'SUCCESS'
                   or r.id < ended.id and r.status <> 'RUNNING' and ended.status <> 'SUCCESS'
                      and (r.mode = 'log' or r.finished_at < now() - interval '2 hours'))""")
        .param(run)
        .update();
  }

  private long insert(String integration, RunMode mode, String trigger, Set<String> dataTypes) {
    long run =
        database
            .sql("insert into store.run (integration, mode, trigger) values (?, ?, ?) returning id")
            .params(integration, mode.toString(), trigger)
            .query(Long.class)
            .single();
    for (String dataType : dataTypes) {
      database
          .sql("insert into store.run_data_type (run_id, data_type, integration) values (?, ?, ?)")
          .params(run, dataType, integration)
          .update();
    }
    return run;
  }

  private void addWithUnreadParents(String integration, DataType type, Set<String> all) {
    if (type.perParent() && !all.contains(type.parent()) && !everRead(integration, type.parent())) {
      addWithUnreadParents(integration, catalogue.get(type.parent()), all);
    }
    all.add(type.name());
  }

  /** Whether anything of a data type was ever stored. */
  boolean everRead(String integration, String dataType) {
    return database
        .sql("select exists (select from store.resource where integration = ? and data_type = ?)")
        .params(integration, dataType)
        .query(Boolean.class)
        .single();
  }
}
