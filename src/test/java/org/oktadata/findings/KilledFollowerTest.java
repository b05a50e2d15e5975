package org.oktadata.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * A process that is killed while it judges events loses nothing, and nothing is found twice. An
 * open transaction holds it up in its third batch, so it is killed there however fast it is.
 */
class KilledFollowerTest {

  private static final int EVENTS = 12_000;
  private static final int PEOPLE = 400;
  private static final int BATCHES = 2;
  private static final int HELD_UP = BATCHES * Follower.BATCH + 1_000;

  /** What the process does that is killed: follow what is new, for as long as the test runs. */
  public static void main(String[] arguments) {
    Engine engine = new Engine();
    ProcessHandle test = ProcessHandle.current().parent().orElseThrow();
    while (test.isAlive()) {
      engine.follower.follow();
    }
  }

  @Test
  void whatIsKilledInBetweenIsFoundOnce() {
    Engine engine = new Engine();
    String integration = FindingsDatabase.integration();
    engine.follower.follow();
    tokensAndDeclinedPushes(engine, integration);
    engine.transaction.executeWithoutResult(
        status -> {
          status.setRollbackOnly();
          findingOfTheLateOne(engine, integration);
          killOnceHeldUp(engine, pid(engine));
        });
    assertThat(waiting(engine))
        .as("events not judged when it was killed")
        .isEqualTo(EVENTS + 1 - BATCHES * Follower.BATCH);
    Awaitility.await("the database notices, and the rest is judged")
        .atMost(Duration.ofMinutes(5))
        .until(
            () -> {
              engine.follower.follow();
              return waiting(engine) == 0;
            });
    assertThat(engine.open(integration, "api-token-created")).hasSize(PEOPLE + 1).contains("late");
    assertThat(engine.open(integration, "push-bombing")).hasSize(PEOPLE);
    assertThat(proofs(engine, integration, "api-token-created")).containsOnly(EVENTS / 2 / PEOPLE);
    assertThat(opened(engine, integration)).containsOnly(1L);
  }

  /** Whoever opens the same finding waits until this transaction ends. */
  private static void findingOfTheLateOne(Engine engine, String integration) {
    engine
        .database
        .sql(
            """
            insert into store.finding (integration, check_id, kind, title, subject_type, subject_id, severity, state, evidence)
            values (?, 'api-token-created', 'detection', 'Token', 'user', 'late', 'medium', 'open', '{}')""")
        .param(integration)
        .update();
  }

  private static int pid(Engine engine) {
    return engine.database.sql("select pg_backend_pid()").query(Integer.class).single();
  }

  /**
   * @param pid the backend that it waits for
   */
  private static void killOnceHeldUp(Engine engine, int pid) {
    Process process = start();
    try {
      Awaitility.await("it is in the middle of its third batch")
          .atMost(Duration.ofMinutes(5))
          .until(() -> isHeldUp(engine, pid) || !process.isAlive());
    } finally {
      process.destroyForcibly().onExit().join();
    }
  }

  private static boolean isHeldUp(Engine engine, int pid) {
    return engine
        .database
        .sql("select exists (select from pg_stat_activity where ? = any (pg_blocking_pids(pid)))")
        .param(pid)
        .query(Boolean.class)
        .single();
  }

  /** Half of the events are findings by themselves, half when they come together. */
  private static void tokensAndDeclinedPushes(Engine engine, String integration) {
    engine
        .database
        .sql(
            """
            insert into store.event (integration, published, uuid, event_type, actor_id, doc, received_via)
            select :integration, now() - interval '1 hour' + n * interval '5 milliseconds', 'k' || n || :integration, type, who,
                   jsonb_build_object('eventType', type, 'actor', jsonb_build_object('id', who, 'type', 'User'),
                     'outcome', '{"result": "SUCCESS"}'::jsonb), 'test'
            from (select n, case when n = :late then 'late' else 'u' || k / 2 % :people end as who,
                         (array['system.api_token.create', 'user.mfa.okta_verify.deny_push'])[case when n = :late then 1 else k % 2 + 1 end] as type
                  from generate_series(0, :events) n, lateral (select n - (n > :late)::int as k) before) e""")
        .param("late", HELD_UP)
        .param("integration", integration)
        .param("people", PEOPLE)
        .param("events", EVENTS)
        .update();
  }

  private static Process start() {
    List<String> command =
        List.of(
            System.getProperty("java.home") + "/bin/java",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-D" + FindingsDatabase.URL + "=" + System.getProperty(FindingsDatabase.URL),
            "-cp",
            System.getProperty("java.class.path"),
            KilledFollowerTest.class.getName());
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(File.createTempFile("killed-follower", ".log", new File("target")))
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long waiting(Engine engine) {
    return engine
        .database
        .sql(
            "select count(*) from store.event where (xid, seq) > (select xid, seq from store.follower where name = 'detections')")
        .query(Long.class)
        .single();
  }

  private static List<Integer> proofs(Engine engine, String integration, String rule) {
    return engine
        .database
        .sql(
            """
            select count(*) from store.finding f join store.finding_event e on e.finding_id = f.id
            where f.integration = ? and f.check_id = ? and f.subject_id <> 'late' group by f.id
            union all
            select (evidence ->> 'events')::int from store.finding where integration = ? and check_id = ? and subject_id <> 'late'""")
        .params(integration, rule, integration, rule)
        .query(Integer.class)
        .list();
  }

  private static List<Long> opened(Engine engine, String integration) {
    return engine
        .database
        .sql(
            """
            select count(*) from store.finding_change c join store.finding f on f.id = c.finding_id
            where f.integration = ? and c.change = 'opened' group by f.id""")
        .param(integration)
        .query(Long.class)
        .list();
  }
}
