package org.oktadata.store;

import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * After a dump was restored into another server, whose count of transactions is younger: events and
 * positions in the System Log lie in its future, and readers would wait until the server has caught
 * up. Each reader goes on with the first event that it hadn't read: those are made old at once, in
 * the order of their numbers. The others, which all have read, may be hundreds of millions: they
 * are made old while the application works, by {@link RestoredEvents}, and until then the lowest of
 * their transactions is in {@code store.reader} as {@code restored}, with the last number of an
 * event that was restored.
 */
final class RestoredPositions {

  private static final Logger log = LoggerFactory.getLogger(RestoredPositions.class);

  /** What a restore brought and {@link RestoredEvents} has yet to come to isn't new any more. */
  private static final String NEW =
      """
      not exists (select from store.reader k where k.name = 'restored' and e.xid >= k.xid and e.seq <= k.seq)""";

  private static final String IN_THE_FUTURE =
      """
      select exists (select from store.event e where e.xid > pg_snapshot_xmax(pg_current_snapshot()) and %s)
          or exists (select from store.reader where name <> 'restored' and xid > pg_snapshot_xmax(pg_current_snapshot()))
          or exists (select from store.follower where xid > pg_snapshot_xmax(pg_current_snapshot()))"""
          .formatted(NEW);

  private static final String FARTHEST_BEHIND =
      """
      select xid::text, seq from (
        select xid, seq from store.follower union all select xid, seq from store.reader where name <> 'restored') p
      order by p.xid, p.seq limit 1""";

  /** From here on its number alone counts. */
  private static final String KEEP_NUMBER =
      """
      update store.%s p
      set xid = '3',
          seq = coalesce((select min(e.seq) - 1 from store.event e where (e.xid, e.seq) > (p.xid, p.seq) and %s),
                         (select last_value from store.event_seq))
      where name <> 'restored'""";

  private static final String UNREAD =
      """
      update store.event e set xid = '3' where (e.xid, e.seq) > (:xid::xid8, :seq) and e.xid > '3' and %s"""
          .formatted(NEW);

  private static final String READ =
      """
      insert into store.reader (name, xid, seq)
      select 'restored', e.xid, (select last_value from store.event_seq) from store.event e where e.xid > '3' order by e.xid limit 1
      on conflict (name) do update set xid = excluded.xid, seq = excluded.seq""";

  private RestoredPositions() {}

  private record Position(String xid, long seq) {}

  /** Looks, and mends what it finds. Instances that start together wait for each other. */
  static void renew(DataSource source) throws SQLException {
    JdbcClient database = JdbcClient.create(source);
    if (isAhead(database)) {
      new TransactionTemplate(new JdbcTransactionManager(source))
          .executeWithoutResult(
              status -> {
                database
                    .sql("select pg_advisory_xact_lock(hashtext('okta_positions'))::text")
                    .query()
                    .listOfRows();
                if (isAhead(database)) {
                  renew(database);
                }
              });
    }
  }

  private static boolean isAhead(JdbcClient database) {
    return database.sql(IN_THE_FUTURE).query(Boolean.class).single();
  }

  private static void renew(JdbcClient database) {
    Optional<Position> from =
        database
            .sql(FARTHEST_BEHIND)
            .query((row, n) -> new Position(row.getString(1), row.getLong(2)))
            .optional();
    log.info("The database was restored from another server: what wasn't read yet is put in order");
    for (String readers : new String[] {"reader", "follower"}) {
      database.sql(KEEP_NUMBER.formatted(readers, NEW)).update();
    }
    int unread =
        from.map(at -> database.sql(UNREAD).param("xid", at.xid()).param("seq", at.seq()).update())
            .orElse(0);
    database.sql(READ).update();
    log.info(
        "{} events are read on from where each reader was. All others are put in order while the application works",
        unread);
  }
}
