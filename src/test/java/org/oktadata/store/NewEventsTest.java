package org.oktadata.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Whose transactions new events wait for, and what is told of it. */
@ExtendWith(OutputCaptureExtension.class)
class NewEventsTest {

  private final DriverManagerDataSource source =
      new DriverManagerDataSource(StoreServer.newDatabase(), "postgres", "postgres");
  private final JdbcClient database = JdbcClient.create(source);
  private Connection open;

  @AfterEach
  void end() throws SQLException {
    if (open != null) {
      open.close();
    }
  }

  @Test
  void aTransactionThatIsLeftOpenInAnotherDatabaseHoldsNothingUp() throws SQLException {
    write(new DriverManagerDataSource(StoreServer.newDatabase(), "postgres", "postgres"), "theirs");
    event(database, "new", "0 s");
    // A transaction elsewhere that ends between two looks is waited for until the next.
    Awaitility.await().untilAsserted(() -> assertThat(readable()).containsExactly("new"));
  }

  @Test
  void aTransactionOfThisDatabaseIsWaitedForAndItsEventsComeFirst() throws SQLException {
    JdbcClient slow = write(source, "slow");
    event(database, "quick", "0 s");
    assertThat(readable()).isEmpty();
    event(slow, "slow too", "0 s");
    open.commit();
    Awaitility.await()
        .untilAsserted(() -> assertThat(readable()).containsExactly("slow", "slow too", "quick"));
  }

  @Test
  void whatATransactionHasWrittenItselfItReadsWhenItHasEnded() throws SQLException {
    JdbcClient own = write(source, "own");
    event(database, "other", "0 s");
    assertThat(own.sql(READABLE).query(String.class).list()).isEmpty();
  }

  @Test
  void whoHoldsEventsUpIsToldOnceAndHowLongTheyWaitIsAMetric(CapturedOutput output)
      throws SQLException {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    WaitingEvents waiting = new WaitingEvents(database, meters);
    waiting.look();
    assertThat(seconds(meters)).isZero();
    JdbcClient slow = write(source, "slow");
    long session = slow.sql("select pg_backend_pid()").query(Long.class).single();
    event(database, "quick", "50 s");
    waiting.look();
    assertThat(seconds(meters)).isBetween(50.0, 60.0);
    assertThat(output).doesNotContain("Events have waited");
    event(database, "quicker", "0 s");
    database.sql("update store.event set received_at = now() - interval '2 minutes'").update();
    waiting.look();
    waiting.look();
    assertThat(seconds(meters)).isGreaterThanOrEqualTo(120);
    assertThat(output.getAll().lines().filter(line -> line.contains("Events have waited")))
        .hasSize(1)
        .first()
        .asString()
        .contains("for detections for 12", "session " + session + " (user postgres");
    open.commit();
    database
        .sql(
            "update store.follower set (xid, seq) = (select xid, seq from store.event e order by e.xid desc, e.seq desc limit 1)")
        .update();
    waiting.look();
    assertThat(seconds(meters)).isZero();
  }

  /** Begins a transaction that has written and is left open. */
  private JdbcClient write(DriverManagerDataSource where, String uuid) throws SQLException {
    open = where.getConnection();
    open.setAutoCommit(false);
    JdbcClient writing = JdbcClient.create(new SingleConnectionDataSource(open, true));
    event(writing, uuid, "0 s");
    return writing;
  }

  private static void event(JdbcClient where, String uuid, String ago) {
    where
        .sql(
            """
            insert into store.event (integration, published, uuid, event_type, doc, received_via, received_at)
            values ('acme', now(), ?, 'user.session.start', '{}', 'poll', now() - cast(? as interval))""")
        .params(uuid, ago)
        .update();
  }

  private static final String READABLE =
      "select uuid from store.event e where e.xid < (select store.ended_before()) order by e.xid, e.seq";

  private List<String> readable() {
    return database.sql(READABLE).query(String.class).list();
  }

  private static double seconds(SimpleMeterRegistry meters) {
    return meters.get("okta.events.waiting").tag("reader", "detections").gauge().value();
  }
}
