package org.oktadata.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The System Log: the generated events of 90 days, computed from an index, and between and after
 * them those that were appended. Two orders are kept: that of persistence, which polling follows,
 * and that of {@code published}, which bounded requests follow.
 */
final class EventLog {
  /** A place in the log: a time, and a number that tells entries of the same time apart. */
  record Position(long millis, long number) implements Comparable<Position> {
    @Override
    public int compareTo(Position other) {
      int byTime = Long.compare(millis, other.millis);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }

    @Override
    public String toString() {
      return millis + "_" + number;
    }
  }

  /** An event in the log. */
  record Entry(
      Position persisted,
      Position published,
      String uuid,
      Function<String, Object> attributes,
      Supplier<String> json) {}

  private static final long SPAN = 90L * 86_400_000;
  private static final long HOUR = 3_600_000;
  private static final long DELAY = 400;

  private final SandboxOrg org;
  private final Dice dice;
  private final long start;
  private final int generated;
  private final NavigableMap<Position, Entry> byPersistence = new TreeMap<>();
  private final NavigableMap<Position, Entry> byPublished = new TreeMap<>();
  private long number;
  private long lastPersisted;
  private boolean lived;

  EventLog(SandboxOrg org, Dice dice, long start, int generated) {
    this.org = org;
    this.dice = dice;
    this.start = start;
    this.generated = generated;
  }

  int generated() {
    return generated;
  }

  synchronized int appended() {
    return byPersistence.size();
  }

  /** Adds an event, persisted at a time that may be later than when it was published. */
  synchronized void append(SandboxEvent event, long persistedAt) {
    if (event.published() == 0) {
      event.published(persistedAt);
    }
    if (isOfTheStories(persistedAt)) {
      event.uuid(uuid(-1 - byPersistence.size()));
    }
    String json = event.json();
    keep(event.uuid(), event.published(), persistedAt, event::attribute, json);
  }

  /** Adds an event given as JSON. */
  synchronized void append(JsonNode event, long published, long persistedAt) {
    keep(
        event.path("uuid").asText(),
        published,
        persistedAt,
        name -> {
          JsonNode value = event.at("/" + name.replace('.', '/'));
          return value.isValueNode() && !value.isNull() ? value.asText() : null;
        },
        event.toString());
  }

  private void keep(
      String uuid,
      long published,
      long persistedAt,
      Function<String, Object> attributes,
      String json) {
    boolean story = isOfTheStories(persistedAt);
    lived |= !story;
    long order = ++number;
    // Okta's order of persistence goes on, whatever clock we look at it with.
    lastPersisted = Math.max(lastPersisted, persistedAt);
    Entry entry =
        new Entry(
            new Position(story ? persistedAt : lastPersisted, order),
            new Position(published, order),
            uuid,
            attributes,
            () -> json);
    byPersistence.put(entry.persisted(), entry);
    byPublished.put(entry.published(), entry);
  }

  /** What happened before there was an org, rather than with a clock that was put back. */
  private boolean isOfTheStories(long persistedAt) {
    return persistedAt < start && !lived;
  }

  /** The entries after a position, in the order of persistence or of publication. */
  synchronized List<Entry> after(Position position, boolean published, long until, int limit) {
    NavigableMap<Position, Entry> appended = published ? byPublished : byPersistence;
    // What was persisted before the clock was put back is there all the same.
    long end = published || org.now() >= lastPersisted ? until : lastPersisted + 1;
    List<Entry> found = new ArrayList<>(Math.min(limit, 1_000));
    int index = firstGenerated(position, published);
    Iterator<Entry> kept = appended.tailMap(position, false).values().iterator();
    Entry next = kept.hasNext() ? kept.next() : null;
    while (found.size() < limit) {
      Position nextGenerated = index < generated ? generatedPosition(index, published) : null;
      if (next == null && nextGenerated == null) {
        break;
      }
      Position nextKept = next == null ? null : published ? next.published() : next.persisted();
      boolean fromKept =
          nextGenerated == null || (nextKept != null && nextKept.compareTo(nextGenerated) < 0);
      Entry entry = fromKept ? next : generate(index);
      if ((fromKept ? nextKept : nextGenerated).millis() >= end) {
        break;
      }
      found.add(entry);
      if (fromKept) {
        next = kept.hasNext() ? kept.next() : null;
      } else {
        index++;
      }
    }
    return found;
  }

  /** All uuids, for comparing. */
  synchronized List<String> uuids() {
    List<String> uuids = new ArrayList<>();
    for (int index = 0; index < generated; index++) {
      uuids.add(uuid(index));
    }
    byPersistence.values().forEach(entry -> uuids.add(entry.uuid()));
    return uuids;
  }

  private Position generatedPosition(int index, boolean published) {
    // The first one an hour after the log's beginning, which moves on while the org is used.
    long persisted = start - SPAN + HOUR + (SPAN - 2 * HOUR) / Math.max(1, generated) * index;
    return new Position(published ? persisted - DELAY : persisted, 0);
  }

  private int firstGenerated(Position after, boolean published) {
    int low = 0;
    int high = generated;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (generatedPosition(middle, published).compareTo(after) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private String uuid(int index) {
    long most = dice.roll("uuid", index) & 0xFFFFFFFFFFFF0FFFL | 0x4000L;
    long least = dice.roll("uuid rest", index) & 0x3FFFFFFFFFFFFFFFL | 0x8000000000000000L;
    return new UUID(most, least).toString();
  }

  private Entry generate(int index) {
    Position persisted = generatedPosition(index, false);
    Position published = generatedPosition(index, true);
    SandboxEvent event =
        EverydayEvents.of(org, dice, index).published(published.millis()).uuid(uuid(index));
    return new Entry(persisted, published, event.uuid(), event::attribute, event::json);
  }
}
