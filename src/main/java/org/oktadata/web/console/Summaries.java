package org.oktadata.web.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.oktadata.collect.CallPlan;
import org.oktadata.collect.Calls;
import org.oktadata.store.EachAlone;
import org.oktadata.store.ReadDatabase;
import org.oktadata.store.SqlFile;
import org.oktadata.store.Timestamps;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Figures of the overview, counted in the background and kept in {@code store.summary}: over a
 * million events and 100,000 users that takes seconds. Route {@code summarise} calls {@link
 * #refresh}.
 */
@Component("summaries")
public class Summaries {

  private static final List<String> NAMES = List.of("people", "roles", "sign-ins", "trend");

  /** Events of one statement, so that the first count of a large log isn't one long transaction. */
  private static final int BATCH = 100_000;

  private static final String PLAN = "plan";
  private static final String OTHERS = "other-costs";

  /**
   * Counted again after a run or a decision, and anyway after five minutes; but only after ten
   * times the time that it took, so that a very large org doesn't keep the database counting; a
   * quarter of an hour at most, or one count that stood still would leave the pages without
   * figures.
   */
  private static final String DUE =
      """
      select i.name from store.integration i
      left join (select integration, min(at) as at, max(at) as ended_at, sum(millis) as millis from store.summary group by 1) s
        on s.integration = i.name
      where i.state <> 'removing' and (s.at is null or s.ended_at < now() - least(interval '0.01 seconds' * s.millis, interval '15 minutes'))
        and (s.at is null or s.at < now() - interval '5 minutes'
             or exists (select from store.run r where r.integration = i.name and r.finished_at > s.at)
             or exists (select from store.finding_change c join store.finding f on f.id = c.finding_id
                        where f.integration = i.name and c.at > s.at))\
      """;

  /** The figures of an integration, by name, and when the oldest of them was counted. */
  record Figures(Map<String, JsonNode> values, Instant at) {

    /** What a collection would cost is known before the first one; people are not. */
    public boolean counted() {
      return values.containsKey("people");
    }

    /** The first of the 30 days of sign-ins. */
    LocalDate firstDay() {
      return LocalDate.ofInstant(at == null ? Instant.now() : at, ZoneOffset.UTC).minusDays(29);
    }
  }

  private final JdbcClient database;
  private final ReadDatabase reading;
  private final ObjectMapper json;
  private final Calls calls;
  private final EachAlone eachIntegration = new EachAlone(LoggerFactory.getLogger(Summaries.class));

  Summaries(JdbcClient database, ReadDatabase reading, ObjectMapper json, Calls calls) {
    this.database = database;
    this.reading = reading;
    this.json = json;
    this.calls = calls;
  }

  /** Counts again what is due. */
  public void refresh() {
    List<String> due = database.sql(DUE).query(String.class).list();
    if (!due.isEmpty()) {
      countSignIns(BATCH);
    }
    eachIntegration.of(due, "The overview of %s"::formatted, this::countAll, this::isGone);
  }

  private boolean isGone(String integration) {
    return database
        .sql(
            "select not exists (select from store.integration where name = ? and state <> 'removing')")
        .param(integration)
        .query(Boolean.class)
        .single();
  }

  private void countAll(String integration) {
    if (collected(integration)) {
      count(integration);
    } else {
      countCalls(integration);
    }
  }

  /** Adds to the days of all integrations what was stored since the last time. */
  void countSignIns(int batch) {
    long counted;
    do {
      counted = database.sql(sql("count-sign-ins")).param("most", batch).query(Long.class).single();
    } while (counted == batch);
  }

  /** Of what was never read to its end, no figure says anything. */
  private boolean collected(String integration) {
    return database
        .sql(
            "select exists (select from store.data_type_state where integration = ? and complete_at"
                + " is not null)")
        .param(integration)
        .query(Boolean.class)
        .single();
  }

  void count(String integration) {
    database.sql(sql("identities")).param("name", integration).update();
    database.sql(sql("identities-gone")).param("name", integration).update();
    for (String name : NAMES) {
      long start = System.nanoTime();
      String value =
          database.sql(sql(name)).param("name", integration).query(String.class).single();
      store(integration, name, value, start);
    }
    countCalls(integration);
  }

  private void countCalls(String integration) {
    long start = System.nanoTime();
    store(integration, PLAN, json.valueToTree(calls.plan(integration)).toString(), start);
    start = System.nanoTime();
    store(integration, OTHERS, json.valueToTree(calls.others(integration)).toString(), start);
  }

  /** What a full collection costs, as last counted. */
  CallPlan plan(String integration) {
    JsonNode plan = of(integration).values().get(PLAN);
    return plan == null
        ? new CallPlan(0, null, null, List.of())
        : json.convertValue(plan, CallPlan.class);
  }

  /** What the data types would cost that a full collection leaves out, as last counted. */
  List<CallPlan.Cost> otherCosts(String integration) {
    JsonNode costs = of(integration).values().get(OTHERS);
    return costs == null
        ? List.of()
        : json.convertValue(costs, new TypeReference<List<CallPlan.Cost>>() {});
  }

  private void store(String integration, String name, String value, long start) {
    database
        .sql(
            """
            insert into store.summary (integration, name, value, millis)
            values (:integration, :name, cast(:value as jsonb), :millis)
            on conflict (integration, name) do update
            set value = excluded.value, millis = excluded.millis, at = now()\
            """)
        .param("integration", integration)
        .param("name", name)
        .param("value", value)
        .param("millis", (System.nanoTime() - start) / 1_000_000)
        .update();
  }

  Figures of(String integration) {
    Map<String, JsonNode> values = new LinkedHashMap<>();
    Instant[] oldest = {null};
    reading
        .sql("select name, value::text as value, at from store.summary where integration = ?")
        .param(integration)
        .query(
            row -> {
              values.put(row.getString("name"), read(row.getString("value")));
              Instant at = Timestamps.instant(row, "at");
              oldest[0] = oldest[0] == null || at.isBefore(oldest[0]) ? at : oldest[0];
            });
    return new Figures(values, oldest[0]);
  }

  private JsonNode read(String text) {
    try {
      return json.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String sql(String name) {
    return SqlFile.read("summaries/" + name);
  }
}
