package org.oktadata.collect;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.oktadata.catalogue.Catalogue;
import org.oktadata.catalogue.DataType;
import org.oktadata.store.SqlProblem;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Plans a collection without making it: how many calls, in which bucket, and so how many minutes.
 */
@Component
public class Calls {

  private final Catalogue catalogue;
  private final Runs runs;
  private final Estimate estimate;
  private final JdbcClient database;

  Calls(Catalogue catalogue, Runs runs, Estimate estimate, JdbcClient database) {
    this.catalogue = catalogue;
    this.runs = runs;
    this.estimate = estimate;
    this.database = database;
  }

  /** What a full collection of the integration costs, by what is stored of the org now. */
  public CallPlan plan(String integration) {
    List<CallPlan.Cost> costs = new ArrayList<>();
    Map<String, Double> buckets = new HashMap<>();
    List<String> notCounted = new ArrayList<>();
    boolean atLeast = false;
    Set<String> read = read(integration);
    for (String name : runs.wanted(integration, RunMode.FULL)) {
      DataType type = catalogue.get(name);
      CallPlan.Cost cost = cost(integration, type, read);
      costs.add(cost);
      if (cost.calls() == null) {
        notCounted.add(name);
      }
      atLeast = atLeast || cost.calls() == null || !type.perParent() && !read.contains(name);
      if (cost.minutes() != null) {
        buckets.merge(cost.bucket(), cost.minutes(), Double::sum);
      }
    }
    String slowest =
        buckets.entrySet().stream()
            .max(Map.Entry.comparingByValue())
            .map(Map.Entry::getKey)
            .orElse(null);
    return new CallPlan(
        costs.stream().map(CallPlan.Cost::calls).filter(c -> c != null).mapToLong(c -> c).sum(),
        atLeast,
        notCounted,
        slowest == null ? null : buckets.get(slowest),
        slowest,
        costs);
  }

  /** What the data types would cost that a full collection leaves out. */
  public List<CallPlan.Cost> others(String integration) {
    List<String> wanted = runs.wanted(integration, RunMode.FULL);
    Set<String> read = read(integration);
    return catalogue.all().stream()
        .filter(type -> !wanted.contains(type.name()))
        .map(type -> cost(integration, type, read))
        .toList();
  }

  /** The data types of which it is known how much there is, also where that is nothing. */
  private Set<String> read(String integration) {
    return database
        .sql(
            """
            select data_type from store.data_type_state
            where integration = ? and (status <> 'FAILURE' or complete_at is not null)""")
        .param(integration)
        .query(String.class)
        .set();
  }

  private CallPlan.Cost cost(String integration, DataType type, Set<String> read) {
    Long calls = calls(integration, type, read);
    String bucket = estimate.bucket(integration, type);
    Integer limit = estimate.perMinute(integration, bucket);
    Double minutes = calls == null || limit == null ? null : calls / (double) limit;
    return new CallPlan.Cost(type.name(), bucket, calls, limit, minutes);
  }

  private Long calls(String integration, DataType type, Set<String> read) {
    if (!type.perParent()) {
      return type.each().size() + type.also().size() + pages(integration, type);
    }
    if (!read.contains(type.parent()) && !runs.everRead(integration, type.parent())) {
      return null;
    }
    Long parents = parents(integration, type);
    return parents == null ? null : parents + pages(integration, type) - 1;
  }

  /** Null where the database refuses the line's SQL, which the type's next pull tells. */
  private Long parents(String integration, DataType type) {
    try {
      return database
          .sql(ParentPlan.countOfParents(type))
          .param("integration", integration)
          .param("since", Timestamp.from(Instant.EPOCH))
          .query(Long.class)
          .single();
    } catch (DataAccessException e) {
      if (SqlProblem.isTheStatements(e)) {
        return null;
      }
      throw e;
    }
  }

  /** How many its rows fill; the log has no end, and is asked for what is new. */
  private long pages(String integration, DataType type) {
    return type.isLog()
        ? 1
        : 1 + LiveRows.count(database, integration, type.name()) / type.pageSize();
  }
}
