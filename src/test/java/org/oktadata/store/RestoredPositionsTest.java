package org.oktadata.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A dump restored into a server whose count of transactions is younger than the dump's. */
class RestoredPositionsTest {

  private static final String WAITING =
      """
      select uuid from store.event e, store.%s p
      where (e.xid, e.seq) > (p.xid, p.seq) and e.xid < (select store.ended_before()) and p.name <> 'restored'
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

  @Test
  void whatEverybodyHadReadIsMadeOldWhileNewEventsAreRead() throws SQLException {
    event("long ago", "'800000000'");
    event("read", "'900000000'");
    event("unread", "'900000007'");
    follower("900000000");
    reader("900000000");
    RestoredPositions.renew(source);
    event("after", "default");
    assertThat(waiting("follower")).containsExactly("unread", "after");
    readAll("follower");
    RestoredPositions.renew(source);
    assertThat(waiting("follower")).as("the next start").isEmpty();
    makeOld();
    assertThat(waiting("follower")).isEmpty();
    assertThat(
            database.sql("select uuid from store.event where xid > '3'").query(String.class).list())
        .containsExactly("after");
  }

  /** The server's own count may be in the middle of what was restored. */
  @Test
  void nothingThatWasReadIsReadAgainWhenTheCountOfTransactionsComesToIt() throws SQLException {
    event("read at the beginning", "'100'");
    event("read", "'900000000'");
    follower("900000000");
    reader("900000000");
    RestoredPositions.renew(source);
    event("after", "default");
    assertThat(waiting("follower")).as("its turn comes after what was restored").isEmpty();
    makeOld();
    assertThat(waiting("follower")).containsExactly("after");
    assertThat(waiting("reader")).containsExactly("after");
  }

  @Test
  void aRestoreBeforeTheFormerOneWasOverLosesNothing() throws SQLException {
    event("read", "'900000000'");
    follower("900000000");
    reader("900000000");
    RestoredPositions.renew(source);
    event("new and read", "'700000000'");
    event("new and unread", "'700000001'");
    follower("700000000");
    database.sql("update store.reader set xid = '700000000' where name = 'refresh'").update();
    RestoredPositions.renew(source);
    assertThat(waiting("follower")).containsExactly("new and unread");
    makeOld();
    assertThat(waiting("follower")).containsExactly("new and unread");
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

  private void readAll(String position) {
    database
        .sql(
            "update store.%s set (xid, seq) = (select xid, seq from store.event e where e.xid < (select store.ended_before()) order by e.xid desc, e.seq desc limit 1) where name <> 'restored'"
                .formatted(position))
        .update();
  }

  private void makeOld() {
    RestoredEvents restored =
        new RestoredEvents(database, new TransactionTemplate(new JdbcTransactionManager(source)));
    while (database
        .sql("select exists (select from store.reader where name = 'restored')")
        .query(Boolean.class)
        .single()) {
      restored.goOn();
    }
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
