package org.oktadata.store;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes old what a restore brought from another server and everybody has read, see {@link
 * RestoredPositions}: in the order of its transactions, since readers stop before the first that is
 * left, and in small transactions, for which nobody waits.
 */
@Component("restoredEvents")
public class RestoredEvents {

  private static final Logger log = LoggerFactory.getLogger(RestoredEvents.class);

  private static final long NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int BATCH = 2_000;
  private static final long TOLD_EVERY = 1_000_000;

  /** The last transaction of a batch: those of one transaction stay together. */
  private static final String LAST =
      """
      select e.xid::text from store.event e where e.xid >= :first::xid8 and e.seq <= :seq
      order by e.xid, e.seq offset :before limit 1""";

  private static final String MAKE_OLD =
      """
      update store.event set xid = '3' where xid >= :first::xid8 and xid <= :last::xid8 and seq <= :seq""";

  private static final String NEXT =
      """
      select e.xid::text from store.event e where e.xid > :last::xid8 and e.seq <= :seq order by e.xid, e.seq limit 1""";

  private static final String NONE_HIGHER = "18446744073709551615";

  private final JdbcClient database;
  private final TransactionTemplate transaction;
  private long done;

  RestoredEvents(JdbcClient database, TransactionTemplate transaction) {
    this.database = database;
    this.transaction = transaction;
  }

  private record Rest(String first, long seq) {}

  /** Goes on for a second where anything is left; what another instance is at, is left to it. */
  public void goOn() {
    long started = System.nanoTime();
    boolean more = true;
    while (more && System.nanoTime() - started < NANOS) {
      more = Boolean.TRUE.equals(transaction.execute(status -> batch()));
    }
  }

  private boolean batch() {
    Optional<Rest> rest =
        database
            .sql(
                "select xid::text, seq from store.reader where name = 'restored' for update skip locked")
            .query((row, n) -> new Rest(row.getString(1), row.getLong(2)))
            .optional();
    rest.ifPresent(this::makeOld);
    return rest.isPresent();
  }

  /** By index: nobody has looked yet at what a restored table holds. */
  private void makeOld(Rest rest) {
    database
        .sql(
            "select set_config('enable_seqscan', 'off', true), set_config('enable_sort', 'off', true)")
        .query()
        .singleRow();
    String last =
        database
            .sql(LAST)
            .param("first", rest.first())
            .param("seq", rest.seq())
            .param("before", BATCH - 1)
            .query(String.class)
            .optional()
            .orElse(NONE_HIGHER);
    int events =
        database
            .sql(MAKE_OLD)
            .param("first", rest.first())
            .param("last", last)
            .param("seq", rest.seq())
            .update();
    Optional<String> next =
        database
            .sql(NEXT)
            .param("last", last)
            .param("seq", rest.seq())
            .query(String.class)
            .optional();
    next.ifPresentOrElse(
        xid ->
            database
                .sql("update store.reader set xid = ?::xid8 where name = 'restored'")
                .param(xid)
                .update(),
        () -> database.sql("delete from store.reader where name = 'restored'").update());
    tell(events, next.isEmpty());
  }

  private void tell(int events, boolean over) {
    long before = done;
    done += events;
    if (over) {
      log.info("Restored events: all are in order, {} by this instance", done);
    } else if (before / TOLD_EVERY < done / TOLD_EVERY) {
      log.info("Restored events: {} are in order, and more to come", done);
    }
  }
}
