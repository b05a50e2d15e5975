package org.oktadata.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * After a dump was restored into another server, whose count of transactions is younger: events and
 * positions in the System Log lie in its future, and readers would wait until the server has caught
 * up. What was restored is made old for everybody, in the order of its numbers, and each reader
 * goes on with the first event that it hadn't read. Days are committed one by one, so that a start
 * that is ended in the middle is taken up by the next.
 */
final class RestoredPositions {

  private static final Logger log = LoggerFactory.getLogger(RestoredPositions.class);

  private static final String IN_THE_FUTURE =
      """
      select exists (select from store.event where xid > pg_snapshot_xmax(pg_current_snapshot()))
          or exists (select from store.reader where xid > pg_snapshot_xmax(pg_current_snapshot()))
          or exists (select from store.follower where xid > pg_snapshot_xmax(pg_current_snapshot()))""";

  /** A position whose number alone still counts. No transaction comes that far. */
  private static final String KEPT = "'9223372036854775807'";

  private static final String KEEP_NUMBER =
      """
      update store.%1$s p
      set xid = %2$s,
          seq = coalesce((select min(e.seq) - 1 from store.event e where (e.xid, e.seq) > (p.xid, p.seq)),
                         (select max(e.seq) from store.event e), 0)
      where p.xid > '0' and p.xid <> %2$s""";

  private RestoredPositions() {}

  /** Looks, and mends what it finds. Instances that start together wait for each other. */
  static void renew(DataSource source) throws SQLException {
    try (Connection connection = source.getConnection()) {
      JdbcClient database = JdbcClient.create(new SingleConnectionDataSource(connection, true));
      if (isAhead(database)) {
        database
            .sql("select pg_advisory_lock(hashtext('okta_positions'))::text")
            .query()
            .listOfRows();
        try {
          if (isAhead(database)) {
            renew(connection, database);
          }
        } finally {
          database
              .sql("select pg_advisory_unlock(hashtext('okta_positions'))")
              .query()
              .listOfRows();
        }
      }
    }
  }

  private static boolean isAhead(JdbcClient database) {
    return database.sql(IN_THE_FUTURE).query(Boolean.class).single();
  }

  private static void renew(Connection connection, JdbcClient database) throws SQLException {
    log.info(
        "The database was restored from another server: the order of the System Log's events is renewed");
    connection.setAutoCommit(false);
    database.sql(KEEP_NUMBER.formatted("reader", KEPT)).update();
    database.sql(KEEP_NUMBER.formatted("follower", KEPT)).update();
    connection.commit();
    connection.setAutoCommit(true);
    for (String day : days(database)) {
      int events = database.sql("update only " + day + " set xid = '3' where xid > '3'").update();
      log.debug("{}: {} events", day, events);
    }
    database.sql("update store.reader set xid = '3' where xid = " + KEPT).update();
    database.sql("update store.follower set xid = '3' where xid = " + KEPT).update();
  }

  private static List<String> days(JdbcClient database) {
    return database
        .sql(
            "select relid::regclass::text from pg_partition_tree('store.event') where isleaf order by 1")
        .query(String.class)
        .list();
  }
}
