package org.oktadata.collect;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  private static final Pattern LIMIT = Pattern.compile("[?&]limit=(\\d+)");

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
    for (String name : runs.wanted(integration, RunMode.FULL)) {
      CallPlan.Cost cost = cost(integration, catalogue.get(name));
      costs.add(cost);
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
        slowest == null ? null : buckets.get(slowest),
        slowest,
        costs);
  }

  /** What the data types would cost that a full collection leaves out. */
  public List<CallPlan.Cost> others(String integration) {
    List<String> wanted = runs.wanted(integration, RunMode.FULL);
    return catalogue.all().stream()
        .filter(type -> !wanted.contains(type.name()))
        .map(type -> cost(integration, type))
        .toList();
  }

  private CallPlan.Cost cost(String integration, DataType type) {
    Long calls = calls(integration, type);
    String bucket = estimate.bucket(integration, type);
    Integer limit = estimate.perMinute(integration, bucket);
    Double minutes = calls == null || limit == null ? null : calls / (double) limit;
    return new CallPlan.Cost(type.name(), bucket, calls, limit, minutes);
  }

  private Long calls(String integration, DataType type) {
    if (!type.perParent()) {
      return type.each().size()
          + type.also().size()
          + pages(stored(integration, type.name()), type);
    }
    if (!runs.everRead(integration, type.parent())) {
      return null;
    }
    Long parents = parents(integration, type);
    return parents == null
        ? null
        : parents + Math.max(0, pages(stored(integration, type.name()), type) - 1);
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

  private static long pages(long rows, DataType type) {
    Matcher limit = LIMIT.matcher(type.path());
    return type.isLog() || !limit.find()
        ? 1
        : Math.max(1, rows / Long.parseLong(limit.group(1)) + 1);
  }

  private long stored(String integration, String dataType) {
    return database
        .sql(
            "select count(*) from store.resource where integration = ? and data_type = ? and"
                + " deleted_at is null")
        .params(integration, dataType)
        .query(Long.class)
        .single();
  }
}
