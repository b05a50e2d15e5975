package org.oktadata.faults;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.oktadata.TestFolders;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

/** Scenarios one after another in the same surroundings, and what must hold after each. */
final class FaultSuite implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration A_FEW_DELTAS = Duration.ofSeconds(90);

  private final long seed;
  private Path folder;
  private boolean failed;
  private Surroundings surroundings;
  private OrgChanges changes;
  private ProcessHealth health;

  FaultSuite(long seed) {
    this.seed = seed;
    ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
  }

  void run(Scenario scenario) throws Exception {
    Instant begun = Instant.now();
    String ended = "FAILED";
    try {
      prepare();
      happen(scenario);
      ended = "ok";
    } catch (Exception | AssertionError e) {
      ended = "FAILED: " + e;
      failed = true;
      throw new AssertionError(
          "%s, with -Dseed=%d; logs are in %s: %s"
              .formatted(scenario, seed, surroundings == null ? "" : surroundings.logs(), e),
          e);
    } finally {
      System.out.printf(
          "Faults: seed %d, %s: %s after %.1f s%n",
          seed, scenario, ended, Duration.between(begun, Instant.now()).toMillis() / 1_000.0);
    }
  }

  private void prepare() throws IOException {
    if (surroundings == null) {
      folder = TestFolders.create("faults-" + seed + "-");
      surroundings = new Surroundings(folder, seed);
      changes = new OrgChanges(surroundings.okta.org(), new SplittableRandom(seed));
      health = new ProcessHealth();
      JsonNode run = surroundings.collectEverything();
      assertThat(run.path("status").asText()).as(run.toPrettyString()).isEqualTo("SUCCESS");
      surroundings.okta.org().clockOffset(Duration.ZERO);
      return;
    }
    surroundings.endWithKafka();
    if (!surroundings.application().isAlive()) {
      surroundings.restartApplication();
    }
  }

  private void happen(Scenario scenario) throws Exception {
    Instant since = now();
    Arrivals arrivals =
        new Arrivals(
            surroundings.okta.org(),
            surroundings.queue,
            Surroundings.INTEGRATION,
            surroundings::application,
            surroundings.random.split());
    try (arrivals) {
      changes.some(6);
      surroundings.begin(surroundings.random.nextInt(3) == 0 ? "delta" : "full");
      scenario.faults().happen(surroundings);
      changes.some(2);
    } finally {
      surroundings.faults().clear();
      surroundings.okta.org().clockOffset(Duration.ZERO);
    }
    itRecovers(since);
  }

  private void itRecovers(Instant since) {
    Instant over = now();
    nothingIsStuck(over);
    Comparison comparison = new Comparison(surroundings.okta, Surroundings.INTEGRATION);
    JdbcClient database = surroundings.client();
    untilTheyAreEqual(comparison, database, "by itself");
    JsonNode run = surroundings.collectEverything();
    assertThat(run.path("status").asText()).as(run.toPrettyString()).isEqualTo("SUCCESS");
    assertThat(comparison.differences(database)).as("after a run of everything").isEmpty();
    assertThat(comparison.wrongDeletions(database, since)).isEmpty();
    assertThat(database.sql("select reason from store.quarantine").query(String.class).list())
        .as("quarantine")
        .isEmpty();
    failuresAreExplained(database, since);
    surroundings.topics().ifPresent(FaultSuite::untilTheyAreTold);
    health.isAsBefore(surroundings);
  }

  private static void untilTheyAreEqual(Comparison comparison, JdbcClient database, String how) {
    try {
      Awaitility.await()
          .atMost(A_FEW_DELTAS)
          .pollInterval(Duration.ofMillis(500))
          .until(() -> comparison.differencesButForCopies(database).isEmpty());
    } catch (ConditionTimeoutException e) {
      assertThat(comparison.differencesButForCopies(database)).as(how).isEmpty();
    }
  }

  private static void untilTheyAreTold(Topics topics) {
    try {
      Awaitility.await().atMost(PATIENCE).until(() -> topics.differences().isEmpty());
    } catch (ConditionTimeoutException e) {
      assertThat(topics.differences()).as("Kafka's topics").isEmpty();
    }
  }

  /** What was begun before has ended, and what events touched has been read again. */
  private void nothingIsStuck(Instant over) {
    try {
      Awaitility.await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(200))
          .until(() -> stuck(over).isEmpty());
    } catch (ConditionTimeoutException e) {
      assertThat(stuck(over)).as("stuck").isEmpty();
    }
  }

  private List<String> stuck(Instant over) {
    return surroundings
        .client()
        .sql(
            """
            select 'run ' || r.id || ' (' || r.mode || '): ' || coalesce(string_agg(t.data_type || ' ' || t.status, ', ')
                     filter (where t.status in ('PENDING', 'RUNNING')), 'all data types ended')
            from store.run r left join store.run_data_type t on t.run_id = r.id
            where r.status = 'RUNNING' and r.started_at < :over group by r.id
            union all
            select 'to be read again: ' || data_type || ' ' || object_id || ' since ' || first_at || ' in run ' || coalesce(run_id::text, '-')
            from store.refresh where last_at < :over""")
        .param("over", Timestamp.from(over))
        .query(String.class)
        .list();
  }

  private static void failuresAreExplained(JdbcClient database, Instant since) {
    List<String> reasons =
        database
            .sql(
                """
                select distinct coalesce(reason, 'no reason') from store.run_data_type
                where status in ('FAILURE', 'PARTIAL_SUCCESS') and finished_at > ?""")
            .param(Timestamp.from(since))
            .query(String.class)
            .list();
    assertThat(reasons)
        .as("reasons of what failed")
        .allMatch(reason -> reason.endsWith(".") || reason.endsWith("?"))
        .noneMatch(reason -> reason.matches("(?s).*(no reason|Exception|null|java\\.|org\\.).*"));
  }

  private Instant now() {
    return surroundings
        .client()
        .sql("select clock_timestamp()")
        .query(Timestamp.class)
        .single()
        .toInstant();
  }

  /** Ends everything; logs stay where something failed. */
  @Override
  public void close() throws IOException {
    if (surroundings != null) {
      surroundings.close();
      if (!failed) {
        FileSystemUtils.deleteRecursively(folder);
      }
    }
  }
}
