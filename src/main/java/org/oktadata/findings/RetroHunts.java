package org.oktadata.findings;

import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs a detection over the past, batch by batch, for each integration in the order the events
 * happened. Position and findings commit together, so it goes on after a restart; what was found
 * before isn't found twice.
 */
@Component
public class RetroHunts {

  private static final int BATCH = 2_000;

  /** Which rule a file with a mistake holds isn't known, so both look the same from here. */
  private static final String NO_RULE =
      "The rule is gone, or its file has a mistake, which GET /api/checks shows; hunt again once it runs.";

  /** Then what happens now has its turn. */
  private static final long NANOS = TimeUnit.SECONDS.toNanos(1);

  private final JdbcClient database;
  private final JdbcClient reading;
  private final EventTexts texts;
  private final RuleLibrary library;
  private final Detections detections;
  private final RestingRules resting;
  private final TransactionTemplate transaction;

  RetroHunts(
      DataSource source,
      RuleLibrary library,
      Detections detections,
      RestingRules resting,
      PlatformTransactionManager transactions) {
    this.database = JdbcClient.create(source);
    this.reading = EventTexts.inPieces(source);
    this.texts = new EventTexts(database::sql);
    this.library = library;
    this.detections = detections;
    this.resting = resting;
    this.transaction = new TransactionTemplate(transactions);
  }

  /**
   * Goes on with the hunts that are planned, for a second. One that has to wait lets others pass.
   */
  public void goOn() {
    long started = System.nanoTime();
    Set<Long> waiting = new HashSet<>();
    while (Boolean.TRUE.equals(transaction.execute(status -> batch(waiting)))
        && System.nanoTime() - started < NANOS) {
      // The next batch.
    }
  }

  private record Hunt(
      long id,
      String rule,
      Timestamp since,
      Timestamp until,
      String integration,
      Timestamp from,
      String uuid) {}

  /** Whether there was a hunt to go on with. */
  private boolean batch(Set<Long> waiting) {
    Optional<Hunt> next = next(waiting);
    next.ifPresent(
        hunt -> {
          Rule rule = library.current().find(hunt.rule()).orElse(null);
          if (!(rule instanceof Detection detection)) {
            finish(hunt, "failed", NO_RULE);
          } else if (!judge(hunt, detection)) {
            waiting.add(hunt.id());
          }
        });
    return next.isPresent();
  }

  /** The next hunt that isn't one of those that have to wait; nobody else goes on with it. */
  private Optional<Hunt> next(Set<Long> waiting) {
    return database
        .sql(
            """
            select id, rule, since, until, position_integration, coalesce(position_time, since), position_uuid from store.hunt
            where state = 'running' and id <> all (?) order by id limit 1 for update skip locked""")
        .param(waiting.toArray(Long[]::new))
        .query(
            (row, n) ->
                new Hunt(
                    row.getLong(1),
                    row.getString(2),
                    row.getTimestamp(3),
                    row.getTimestamp(4),
                    row.getString(5),
                    row.getTimestamp(6),
                    row.getString(7)))
        .optional();
  }

  /** Judges the hunt's next events; false where it has to wait. */
  private boolean judge(Hunt hunt, Detection rule) {
    BatchSettings.apply(database);
    if (resting.rests(rule) || rule.looksForAbsence() && isUnread(hunt)) {
      return false;
    }
    List<LogEvent> events = new ArrayList<>();
    boolean more = read(hunt, rule, events);
    detections.evaluate(events, new RuleIndex(List.of(rule)), new QuietGroups());
    if (resting.rests(rule)) {
      finish(hunt, "failed", "The rule's SQL took too long; GET /api/checks says more.");
      return true;
    }
    if (more) {
      keepPosition(hunt, events);
    } else {
      count(hunt, events);
      finish(hunt, "finished", null);
      detections.evaluateAbsences(List.of(rule), Optional.of(hunt.until().toInstant()));
    }
    return true;
  }

  /**
   * Whether events of the hunt's time wait to be read: as long as they may be what seems to be
   * missing, nothing is said to be. Of {@link UnreadEvents#MOST} it isn't asked which.
   */
  private boolean isUnread(Hunt hunt) {
    return database
        .sql(
            "select count(*) = %d or coalesce(bool_or(published < :until), false) from (%s) next"
                .formatted(UnreadEvents.MOST, UnreadEvents.NEXT))
        .param("until", hunt.until())
        .query(Boolean.class)
        .single();
  }

  /** Reads the next events; whether there may be more. */
  private boolean read(Hunt hunt, Detection rule, List<LogEvent> events) {
    return reading
        .sql(
            """
            select %s from (
              select integration, published, uuid, event_type, doc::text as doc from store.event
              where (integration, published, uuid) > (:integration, :position, :uuid)
                and published between :since and :until and event_type ~* :types
              order by integration, published, uuid limit :batch) e"""
                .formatted(EventTexts.COLUMNS))
        .param("integration", hunt.integration())
        .param("position", hunt.from())
        .param("since", hunt.since())
        .param("uuid", hunt.uuid())
        .param("until", hunt.until())
        .param("types", rule.eventTypes().pattern())
        .param("batch", BATCH)
        .query(
            rows -> {
              long length = 0;
              while (length < Follower.LENGTH && rows.next()) {
                LogEvent event = texts.event(rows);
                events.add(event);
                length += event.length();
              }
              return events.size() == BATCH || length >= Follower.LENGTH;
            });
  }

  private void count(Hunt hunt, List<LogEvent> events) {
    database
        .sql("update store.hunt set events = events + ? where id = ?")
        .params(events.size(), hunt.id())
        .update();
  }

  private void keepPosition(Hunt hunt, List<LogEvent> events) {
    LogEvent last = events.get(events.size() - 1);
    database
        .sql(
            "update store.hunt set position_integration = ?, position_time = ?, position_uuid = ?, events = events + ? where id = ?")
        .params(
            last.integration(),
            Timestamp.from(last.published()),
            last.uuid(),
            events.size(),
            hunt.id())
        .update();
  }

  private void finish(Hunt hunt, String state, String reason) {
    database
        .sql("update store.hunt set state = ?, reason = ?, finished_at = now() where id = ?")
        .params(state, reason, hunt.id())
        .update();
  }
}
