package org.oktadata.figures;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.oktadata.collect.Calls;
import org.oktadata.store.EachAlone;
import org.oktadata.store.SqlFile;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Figures of the console's overview, counted in the background and kept in {@code store.summary}:
 * over a million events and 100,000 users that takes seconds. Route {@code summarise} calls {@link
 * #refresh}.
 */
@Component("summaries")
public class SummaryCounts {

  private static final List<String> NAMES = List.of("people", "roles", "sign-ins", "trend");

  /** Events of one statement, so that the first count of a large log isn't one long transaction. */
  private static final int BATCH = 100_000;

  /** The figure that says what a full collection costs. */
  public static final String PLAN = "plan";

  /** The figure that says what the data types would cost that a full collection leaves out. */
  public static final String OTHERS = "other-costs";

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

  private final JdbcClient database;
  private final ObjectMapper json;
  private final Calls calls;
  private final EachAlone eachIntegration =
      new EachAlone(LoggerFactory.getLogger(SummaryCounts.class));

  SummaryCounts(JdbcClient database, ObjectMapper json, Calls calls) {
    this.database = database;
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

  private static String sql(String name) {
    return SqlFile.read("summaries/" + name);
  }
}
