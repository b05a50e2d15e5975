package org.oktadata.collect;

import java.sql.Types;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.oktadata.catalogue.Catalogue;
import org.oktadata.catalogue.DataType;
import org.oktadata.okta.ServerClocks;
import org.oktadata.store.SqlFile;
import org.oktadata.store.SqlProblem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Tells what a verification found to be different although nothing had told of it. That is judged
 * when the run ends, once its last pull has read the System Log: a change of the last minutes would
 * be taken for drift otherwise.
 */
@Component
class Drift {

  private static final Logger log = LoggerFactory.getLogger(Drift.class);

  private final JdbcClient database;
  private final Catalogue catalogue;
  private final ServerClocks clocks;
  private final TransactionTemplate apart;
  private final String find = SqlFile.read("find-drift");

  Drift(
      JdbcClient database,
      Catalogue catalogue,
      ServerClocks clocks,
      TransactionTemplate transaction) {
    this.database = database;
    this.catalogue = catalogue;
    this.clocks = clocks;
    // What is refused must not take the transaction with it that ends the run.
    this.apart =
        new TransactionTemplate(Objects.requireNonNull(transaction.getTransactionManager()));
    apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
  }

  /**
   * Of the data types that are wanted, those that can be compared: what was read completely once,
   * and the System Log, which tells what isn't drift.
   */
  List<String> verifiable(String integration, Collection<String> named, List<String> wanted) {
    List<String> read =
        database
            .sql(
                """
                select distinct t.data_type from store.run_data_type t join store.run r on r.id = t.run_id
                where t.integration = ? and t.status = 'SUCCESS' and r.mode in ('full', 'delta')""")
            .param(integration)
            .query(String.class)
            .list();
    return wanted.stream()
        .filter(read::contains)
        .filter(name -> named.contains(name) || catalogue.get(name).isLog())
        .toList();
  }

  /**
   * Writes down what drifted and tells it in one line; part of the transaction that ends the run.
   */
  void judge(long run, String integration, String reason) {
    Map<String, Integer> found = new LinkedHashMap<>();
    boolean logIsRead = logIsRead(run);
    if (logIsRead) {
      for (DataType type : read(run)) {
        Integer rows = find(run, integration, type);
        if (rows != null && rows > 0) {
          found.put(type.name(), rows);
        }
      }
    }
    int drifted = found.values().stream().mapToInt(Integer::intValue).sum();
    Counts counts = count(run, logIsRead ? drifted : null);
    String line =
        "%s: run %d verified %,d documents with %,d calls"
            .formatted(integration, run, counts.verified(), counts.calls());
    String why = reason == null ? "" : ". " + reason;
    if (!logIsRead) {
      log.warn("{}, but the System Log isn't read, so nobody knows what drifted{}", line, why);
    } else if (drifted == 0) {
      log.info("{}, none drifted{}", line, why);
    } else {
      log.warn(
          "{}, {} drifted (see okta.drift): {}{}",
          line,
          drifted,
          found.entrySet().stream()
              .map(each -> each.getKey() + " " + each.getValue())
              .collect(Collectors.joining(", ")),
          why);
    }
  }

  private List<DataType> read(long run) {
    return database
        .sql(
            """
            select data_type from store.run_data_type
            where run_id = ? and status in ('SUCCESS', 'PARTIAL_SUCCESS') order by data_type""")
        .param(run)
        .query(String.class)
        .list()
        .stream()
        .flatMap(name -> catalogue.find(name).stream())
        .filter(type -> !type.isLog())
        .toList();
  }

  /** An integration that doesn't collect the log has nothing to wait for. */
  private boolean logIsRead(long run) {
    return database
        .sql("select data_type from store.run_data_type where run_id = ? and status <> 'SUCCESS'")
        .param(run)
        .query(String.class)
        .list()
        .stream()
        .flatMap(name -> catalogue.find(name).stream())
        .noneMatch(DataType::isLog);
  }

  /**
   * Null where the database refuses what the type's line says: nobody knows, of that type alone.
   */
  private Integer find(long run, String integration, DataType type) {
    try {
      return apart.execute(
          status ->
              database.sql(statement(type)).params(parameters(run, integration, type)).update());
    } catch (DataAccessException e) {
      if (!SqlProblem.isTheStatements(e)) {
        throw e;
      }
      log.warn(
          "{}: run {}: whether {} drifted isn't known, its line in data-types.yaml fails: {}",
          integration,
          run,
          type.name(),
          SqlProblem.withoutData(e));
      return null;
    }
  }

  /** The statement that finds what drifted of a data type. */
  String statement(DataType type) {
    return find.formatted(changedParent(type));
  }

  /** What the statement is about. */
  Map<String, Object> parameters(long run, String integration, DataType type) {
    List<DataType> around =
        Stream.of(type.name(), type.parent(), type.refers())
            .flatMap(name -> catalogue.find(name).stream())
            .toList();
    return Map.ofEntries(
        Map.entry("run", run),
        Map.entry("integration", integration),
        Map.entry("type", type.name()),
        Map.entry("parent", type.parent()),
        Map.entry("refers", type.refers()),
        Map.entry("target", type.touched().target()),
        Map.entry("varies", String.join(",", type.answer().varies())),
        Map.entry("told", type.isTold()),
        Map.entry("own", type.touched().patterns().toArray(String[]::new)),
        Map.entry("patterns", patterns(around)),
        Map.entry("offset", clocks.offset(integration).toMillis() / 1000.0));
  }

  private static String[] patterns(List<DataType> types) {
    return types.stream()
        .flatMap(type -> type.touched().patterns().stream())
        .toArray(String[]::new);
  }

  /** Whether the next delta would read the list anyway, because its parent says that it changed. */
  private static String changedParent(DataType type) {
    return type.parents().changed().isEmpty()
        ? "false"
        : "exists (select from okta.%s v where v.integration = :integration and %s = f.parent_id and (%s))"
            .formatted(
                type.parent(),
                ParentPlan.key("v"),
                type.parents().changed().replace(":since", "k.since"));
  }

  private record Counts(long verified, long calls) {}

  private Counts count(long run, Integer drifted) {
    return database
        .sql(
            """
            update store.run r set drifted = :drifted, verified = n.verified
            from (select coalesce(sum(t.records + t.gone), 0) as verified, coalesce(sum(t.calls), 0) as calls
                  from (select t.calls, case when t.data_type = any (cast(:logs as text[])) then 0 else t.records end as records,
                               (select count(*) from store.request q
                                where q.run_id = t.run_id and q.data_type = t.data_type and q.state = 'gone') as gone
                        from store.run_data_type t where t.run_id = :run) t) n
            where r.id = :run
            returning n.verified, n.calls""")
        .param("run", run)
        .param("drifted", drifted, Types.BIGINT)
        .param("logs", catalogue.names(DataType::isLog).toArray(String[]::new))
        .query((row, number) -> new Counts(row.getLong(1), row.getLong(2)))
        .single();
  }
}
