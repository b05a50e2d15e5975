package org.oktadata.store;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Whether the server's lock table is large enough. A question about events whose time isn't written
 * into it as a constant locks every day and each index of it while it is planned; once the table is
 * full, whoever comes next fails, whatever he asks.
 */
@Component
class LockRoom {

  /** What may look through all days at a time: people's questions, readers of events, analysts. */
  static final int QUESTIONS = 16;

  /** PostgreSQL's own reckoning: so many hold each of the locks that it has room for. */
  private static final int HOLDERS = 2;

  private static final Logger log = LoggerFactory.getLogger(LockRoom.class);

  private static final String SQL =
      """
      select current_setting('max_locks_per_transaction')::bigint as setting,
             current_setting('max_connections')::bigint + current_setting('max_prepared_transactions')::bigint as sessions,
             (select count(*) from pg_inherits where inhparent = 'store.event'::regclass) as days,
             (select count(*) + 1 from pg_index where indrelid = 'store.event'::regclass) as locks\
      """;

  /**
   * @param sessions each adds room for the setting's number of locks
   * @param locks of a day
   */
  record Room(long setting, long sessions, long days, long locks) {

    /** What the setting has to be. */
    long needed() {
      return Math.floorDiv(QUESTIONS * days * locks - 1, HOLDERS * sessions) + 1;
    }

    boolean suffices() {
      return setting >= needed();
    }

    long questions() {
      return HOLDERS * setting * sessions / (days * locks);
    }
  }

  private final JdbcClient database;

  LockRoom(JdbcClient database) {
    this.database = database;
  }

  @EventListener(ApplicationReadyEvent.class)
  void tellWhereItIsTooSmall() {
    tell(look());
  }

  static void tell(Room room) {
    if (!room.suffices()) {
      log.warn(
          "max_locks_per_transaction of the database server is {}: more than {} questions at a time about the {} days of events may fill its lock table, and then the next one fails, whoever asks it. Set it to {} or more, and restart the server",
          room.setting(),
          room.questions(),
          room.days(),
          room.needed());
    }
  }

  Room look() {
    return database
        .sql(SQL)
        .query(
            (row, number) ->
                new Room(
                    row.getLong("setting"),
                    row.getLong("sessions"),
                    row.getLong("days"),
                    row.getLong("locks")))
        .single();
  }
}
