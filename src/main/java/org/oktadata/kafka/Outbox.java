package org.oktadata.kafka;

import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.oktadata.store.SqlFile;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What waits to be told, in the order in which it is to be told. Its methods take part in the
 * transaction of their caller.
 */
@Component
class Outbox {

  private static final int BATCH = 500;

  /** Characters after which a batch ends, so that large documents don't fill the memory. */
  private static final long LENGTH = 8_000_000;

  /**
   * Where the publisher stands.
   *
   * @param snapshot key of the last document that was told; null where no snapshot is under way
   * @param deleted whether the snapshot tells deleted documents, too
   * @param topic id of the topic that changes were told to last; null for none yet
   */
  record Position(boolean capturing, List<String> snapshot, boolean deleted, String topic) {}

  /** Whether more may wait behind them. */
  record Batch(List<Waiting> waiting, boolean full) {}

  private final JdbcClient database;
  private final JdbcClient reading;
  private final String next = SqlFile.read("next-to-publish");

  Outbox(DataSource source) {
    this.database = JdbcClient.create(source);
    JdbcTemplate inPieces = new JdbcTemplate(source);
    inPieces.setFetchSize(100);
    this.reading = JdbcClient.create(inPieces);
  }

  /** Locks the publisher until the transaction ends; null while another instance has it. */
  Position lock() {
    return database
        .sql(
            "select capturing, snapshot, times > 1 as deleted, topic from store.publisher where name ="
                + " 'kafka' for update skip locked")
        .query(
            (row, number) ->
                new Position(
                    row.getBoolean(1),
                    row.getArray(2) == null ? null : List.of((String[]) row.getArray(2).getArray()),
                    row.getBoolean(3),
                    row.getString(4)))
        .optional()
        .orElse(null);
  }

  /** Id of the topic that changes were told to last; null for none yet. */
  String topic() {
    return database
        .sql("select topic from store.publisher where name = 'kafka'")
        .query((row, number) -> Optional.ofNullable(row.getString(1)))
        .single()
        .orElse(null);
  }

  /** Begins or ends to fill the outbox; whether that made a difference. */
  boolean capture(boolean wanted) {
    return database.sql("select store.tell_changes(?)").param(wanted).query(Boolean.class).single();
  }

  /** From now on that topic is told to; one that follows another is told all documents. */
  void tellTo(String topic) {
    database
        .sql(
            """
            update store.publisher set topic = :topic,
              times = times + case when topic is null then 0 else 1 end,
              snapshot = case when topic is null then snapshot else array['', '', '', ''] end
            where name = 'kafka'""")
        .param("topic", topic)
        .update();
  }

  /** What is to be told next. */
  Batch next(Position at) {
    List<String> key = at.snapshot() == null ? List.of("", "", "", "") : at.snapshot();
    return reading
        .sql(next)
        .param("batch", BATCH)
        .param("snapshot", at.snapshot() != null)
        .param("deleted", at.deleted())
        .param("integration", key.get(0))
        .param("dataType", key.get(1))
        .param("parent", key.get(2))
        .param("id", key.get(3))
        .query(
            rows -> {
              List<Waiting> waiting = new ArrayList<>();
              long length = 0;
              while (length < LENGTH && rows.next()) {
                Waiting each = Waiting.of(rows);
                waiting.add(each);
                length += each.value().length();
              }
              return new Batch(waiting, waiting.size() >= BATCH || length >= LENGTH);
            });
  }

  /** They are told: the outbox forgets them, and the snapshot goes on behind them. */
  void told(Position at, List<Waiting> waiting) {
    Long[] numbers =
        waiting.stream()
            .filter(each -> each.position() == null)
            .map(Waiting::seq)
            .toArray(Long[]::new);
    if (numbers.length > 0) {
      database.sql("delete from store.outbox where seq = any (?)").param(numbers).update();
    }
    List<String> last = waiting.isEmpty() ? null : waiting.get(waiting.size() - 1).position();
    if (last != null || waiting.isEmpty() && at.snapshot() != null) {
      database
          .sql("update store.publisher set snapshot = ? where name = 'kafka'")
          .param(1, last == null ? null : last.toArray(String[]::new), Types.ARRAY)
          .update();
    }
  }

  /** Nothing while the lock holds; fails where PostgreSQL has ended the transaction meanwhile. */
  void check() {
    database.sql("select 1").query(Integer.class).single();
  }

  /** What was told is told once more, as it is now, behind all that waits. */
  void again(List<Waiting> told) {
    database
        .sql("select store.tell_again(?, ?, ?)")
        .param(told.stream().map(Waiting::topic).toArray(String[]::new))
        .param(told.stream().map(Waiting::key).toArray(String[]::new))
        .param(told.stream().map(Waiting::value).toArray(String[]::new))
        .query((row, number) -> true)
        .list();
  }
}
