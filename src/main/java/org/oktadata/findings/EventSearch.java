package org.oktadata.findings;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.oktadata.filters.EventFilter;
import org.oktadata.store.ReadDatabase;
import org.springframework.stereotype.Component;

/**
 * Searches the stored System Log in its own filter language, newest events first. A search looks
 * through one slice of time after the other and stops when it has enough, or has taken long enough:
 * then it says how far back it has looked, and can be continued from there.
 */
@Component
public class EventSearch {

  private static final long ENOUGH = Duration.ofMillis(180).toNanos();
  private static final int BATCH = 500;

  /** What one actor did is read from an index, newest first, however long ago it was. */
  private static final Duration EVERYTHING = Duration.ofDays(36_500);

  /**
   * What was found.
   *
   * @param events newest first
   * @param next everything newer was looked at, and so were those of the same time up to its uuid
   * @param finished whether there is nothing older to look at
   */
  public record Found(List<Key> events, Key next, boolean finished) {}

  /** Where an event is; by time, the newest first, then by uuid. */
  public record Key(Instant published, String uuid) {

    /** Before everything of a time. */
    public static Key before(Instant published) {
      return new Key(published, "\uFFFD");
    }
  }

  private record Candidate(Key key, String doc) {}

  private final ReadDatabase database;
  private final EventTexts texts;

  EventSearch(ReadDatabase database) {
    this.database = database;
    this.texts = new EventTexts(database::sql);
  }

  /**
   * Looks for events before a moment.
   *
   * @param filter empty for all
   * @throws IllegalArgumentException with what is wrong in the filter
   */
  public Found search(String integration, String filter, Instant since, Key before, int most) {
    EventFilter wanted = filter.isBlank() ? null : EventFilter.parse(filter);
    String actor = wanted == null ? null : knownActor(integration, wanted.actor());
    List<Key> found = new ArrayList<>();
    Instant oldest = oldest(integration, since);
    long start = System.nanoTime();
    Duration slice = actor == null ? Duration.ofHours(1) : EVERYTHING;
    Key at = before;
    while (oldest != null && !at.published().isBefore(oldest)) {
      Instant from = at.published().minus(slice);
      from = from.isBefore(oldest) ? oldest : from;
      long began = System.nanoTime();
      Key reached = look(integration, wanted, actor, from, at, most, found, start);
      if (reached != null) {
        return new Found(found, reached, false);
      }
      if (from.equals(oldest)) {
        break;
      }
      at = Key.before(from);
      long now = System.nanoTime();
      if (now - start > ENOUGH) {
        return new Found(found, at, false);
      }
      slice = next(slice, now - began);
    }
    return new Found(found, at, true);
  }

  private static Duration next(Duration slice, long took) {
    if (took < ENOUGH / 10) {
      return slice.multipliedBy(4);
    }
    return took > ENOUGH / 3 ? slice.dividedBy(2) : slice;
  }

  /** Looks through a slice, and answers where it stopped within, or null. */
  private Key look(
      String integration,
      EventFilter wanted,
      String actor,
      Instant from,
      Key before,
      int most,
      List<Key> found,
      long start) {
    Key at = before;
    while (true) {
      List<Candidate> batch = read(integration, wanted, actor, from, at);
      for (Candidate each : batch) {
        at = each.key();
        if (wanted == null || each.doc() != null && wanted.matches(Json.read(each.doc()))) {
          found.add(at);
          if (found.size() >= most) {
            return at;
          }
        }
      }
      if (batch.size() < BATCH) {
        return null;
      }
      if (System.nanoTime() - start > ENOUGH) {
        return at;
      }
    }
  }

  private List<Candidate> read(
      String integration, EventFilter wanted, String actor, Instant from, Key before) {
    String narrowed = wanted == null ? "true" : wanted.narrowing();
    String[] types =
        wanted == null ? new String[0] : wanted.eventTypes().exact().toArray(String[]::new);
    boolean exact =
        wanted != null && !wanted.eventTypes().any() && wanted.eventTypes().prefixes().isEmpty();
    return database
        .sql(
            """
            select %s from (
              select integration, published, uuid, event_type, %s as doc from store.event e
              where integration = :integration and published >= :from and published <= :before
                and (published < :before or uuid > :uuid) and %s and %s and %s
              order by published desc, uuid limit :batch) e\
            """
                .formatted(
                    EventTexts.COLUMNS,
                    wanted == null ? "''" : "doc::text",
                    exact ? "lower(event_type) = any (:types)" : "true",
                    narrowed,
                    actor == null ? "true" : "actor_id = :actor"))
        .param("integration", integration)
        .param("from", Timestamp.from(from))
        .param("before", Timestamp.from(before.published()))
        .param("uuid", before.uuid())
        .param("types", types)
        .param("actor", actor)
        .param("batch", BATCH)
        .query(
            (row, number) ->
                new Candidate(
                    new Key(row.getTimestamp("published").toInstant(), row.getString("uuid")),
                    texts.text(row)))
        .list();
  }

  /**
   * An actor's id, if it occurs as it is written: then an index leads to all that they did. The
   * language compares without regard to case, so any other spelling is looked for in every event.
   */
  private String knownActor(String integration, String actor) {
    boolean known =
        actor != null
            && database
                .sql(
                    "select exists (select from store.event where integration = ? and actor_id ="
                        + " ?)")
                .params(integration, actor)
                .query(Boolean.class)
                .single();
    return known ? actor : null;
  }

  private Instant oldest(String integration, Instant since) {
    return database
        .sql("select min(published) from store.event where integration = ? and published >= ?")
        .params(integration, Timestamp.from(since))
        .query((row, number) -> row.getTimestamp(1))
        .optional()
        .map(Timestamp::toInstant)
        .orElse(null);
  }
}
