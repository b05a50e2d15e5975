package org.oktadata.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A process that is killed while it judges events loses nothing, and nothing is found twice. */
class KilledFollowerTest {

  private static final int EVENTS = 40_000;
  private static final int PEOPLE = 400;

  /** What the process does that is killed: follow what is new. */
  public static void main(String[] arguments) {
    new Engine().follower.follow();
  }

  @Test
  void whatIsKilledInBetweenIsFoundOnce() throws Exception {
    Engine engine = new Engine();
    String integration = FindingsDatabase.integration();
    engine.follower.follow();
    String before = position(engine);
    tokensAndDeclinedPushes(engine, integration);
    Process process = start();
    Awaitility.await()
        .pollInterval(Duration.ofMillis(1))
        .atMost(Duration.ofSeconds(60))
        .until(() -> !position(engine).equals(before) || !process.isAlive());
    process.destroyForcibly().waitFor();
    long waiting = waiting(engine);
    assertThat(waiting).as("events not judged when it was killed").isBetween(1L, EVENTS - 1L);
    while (waiting(engine) > 0) {
      engine.follower.follow();
    }
    assertThat(engine.open(integration, "api-token-created")).hasSize(PEOPLE);
    assertThat(engine.open(integration, "push-bombing")).hasSize(PEOPLE);
    assertThat(proofs(engine, integration, "api-token-created")).containsOnly(EVENTS / 2 / PEOPLE);
    assertThat(opened(engine, integration)).containsOnly(1L);
  }

  /** Half of the events are findings by themselves, half when they come together. */
  private static void tokensAndDeclinedPushes(Engine engine, String integration) {
    engine
        .database
        .sql(
            """
            insert into store.event (integration, published, uuid, event_type, actor_id, doc, received_via)
            select :integration, now() - interval '1 hour' + n * interval '5 milliseconds', 'k' || n || :integration, type, 'u' || n / 2 % :people,
                   jsonb_build_object('eventType', type, 'actor', jsonb_build_object('id', 'u' || n / 2 % :people, 'type', 'User'),
                     'outcome', '{"result": "SUCCESS"}'::jsonb), 'test'
            from (select n, (array['system.api_token.create', 'user.mfa.okta_verify.deny_push'])[n % 2 + 1] as type
                  from generate_series(0, :events - 1) n) e""")
        .param("integration", integration)
        .param("people", PEOPLE)
        .param("events", EVENTS)
        .update();
  }

  private static Process start() throws IOException {
    List<String> command =
        List.of(
            System.getProperty("java.home") + "/bin/java",
            "-D" + FindingsDatabase.URL + "=" + System.getProperty(FindingsDatabase.URL),
            "-cp",
            System.getProperty("java.class.path"),
            KilledFollowerTest.class.getName());
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(File.createTempFile("killed-follower", ".log"))
        .start();
  }

  private static String position(Engine engine) {
    return engine
        .database
        .sql("select xid || ' ' || seq from store.follower where name = 'detections'")
        .query(String.class)
        .single();
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
            where f.integration = ? and f.check_id = ? group by f.id
            union all
            select (evidence ->> 'events')::int from store.finding where integration = ? and check_id = ?""")
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
