package org.oktadata.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A dump restored into a server whose count of transactions is younger than the dump's. */
class RestoredPositionsTest {

  private static final String WAITING =
      """
      select uuid from store.event e, store.%s p
      where (e.xid, e.seq) > (p.xid, p.seq) and e.xid < pg_snapshot_xmin(pg_current_snapshot())
      order by e.xid, e.seq""";

  private final DriverManagerDataSource source =
      new DriverManagerDataSource(StoreServer.newDatabase(), "postgres", "postgres");
  private final JdbcClient database = JdbcClient.create(source);

  @Test
  void eachReaderGoesOnWithTheFirstEventThatItHadNotRead() throws SQLException {
    event("read by both", "'900000000'");
    event("read by one", "'900000005'");
    event("unread", "'900000007'");
    follower("900000005");
    reader("900000000");
    RestoredPositions.renew(source);
    event("after", "default");
    assertThat(waiting("follower")).containsExactly("unread", "after");
    assertThat(waiting("reader")).containsExactly("read by one", "unread", "after");
  }

  @Test
  void whatWasReadWholeIsReadOnFromItsEnd() throws SQLException {
    event("read", "'900000000'");
    follower("900000000");
    reader("900000000");
    RestoredPositions.renew(source);
    assertThat(waiting("follower")).isEmpty();
    event("after", "default");
    assertThat(waiting("follower")).containsExactly("after");
    assertThat(waiting("reader")).containsExactly("after");
  }

  /** As a start leaves it that is ended in the middle. */
  @Test
  void aStartThatWasEndedInTheMiddleIsTakenUp() throws SQLException {
    event("read", "'3'");
    event("unread", "'900000007'");
    reader("3");
    database
        .sql(
            "update store.follower set xid = '9223372036854775807', seq = (select seq from store.reader)")
        .update();
    RestoredPositions.renew(source);
    assertThat(waiting("follower")).containsExactly("unread");
  }

  @Test
  void aReaderThatHadFallenBehindDoesNotWaitForTheServerToCatchUp() throws SQLException {
    event("unread", "'900000007'");
    follower("5");
    reader("0");
    RestoredPositions.renew(source);
    assertThat(waiting("follower")).containsExactly("unread");
    assertThat(waiting("reader")).containsExactly("unread");
  }

  @Test
  void positionsOfTheSameServerStayAsTheyAre() throws SQLException {
    event("unread", "default");
    follower("5");
    RestoredPositions.renew(source);
    assertThat(database.sql("select xid::text from store.follower").query(String.class).single())
        .isEqualTo("5");
  }

  private void follower(String xid) {
    database
        .sql(
            "update store.follower set xid = '%s', seq = (select coalesce(max(seq), 0) from store.event where xid <= '%1$s')"
                .formatted(xid))
        .update();
  }

  private void reader(String xid) {
    database.sql("delete from store.reader").update();
    database
        .sql(
            "insert into store.reader (name, xid, seq) select 'refresh', '%s', coalesce(max(seq), 0) from store.event where xid <= '%1$s'"
                .formatted(xid))
        .update();
  }

  private List<String> waiting(String position) {
    return database.sql(WAITING.formatted(position)).query(String.class).list();
  }

  private void event(String uuid, String xid) {
    database
        .sql(
            """
            insert into store.event (integration, published, uuid, event_type, doc, received_via, xid)
            values ('acme', now(), '%s', 'user.session.start', '{}', 'poll', %s)"""
                .formatted(uuid, xid))
        .update();
  }
}
