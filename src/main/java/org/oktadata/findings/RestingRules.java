package org.oktadata.findings;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Detections that rest, since their SQL took too long and all others waited for it. Each is tried
 * again after its pause, which doubles while it stays slow, or as soon as its file is edited. Once
 * one works again, {@link RetroHunts} looks for what it missed.
 */
@Component
class RestingRules {

  static final Duration FIRST = Duration.ofMinutes(5);
  static final Duration LONGEST = Duration.ofHours(6);

  /** A rule that was quick for so long begins with the first pause again. */
  private static final Duration FORGOTTEN = Duration.ofDays(1);

  /** Events that are older when they come are for somebody to hunt for. */
  private static final Duration FURTHEST = Duration.ofDays(1);

  /** Okta's log is behind by some minutes at most. */
  private static final Duration LATE = Duration.ofMinutes(10);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneOffset.UTC);

  /**
   * @param fingerprint of the file that was too slow
   * @param missed since when events weren't held against it; null once that is made up for
   * @param began by a clock that nobody sets, in nanoseconds
   * @param works whether it was quick enough since
   */
  private record Rest(
      String fingerprint, Instant missed, Duration pause, long began, boolean works) {

    private Rest working() {
      return new Rest(fingerprint, missed, pause, began, true);
    }

    private Rest madeUpFor() {
      return new Rest(fingerprint, null, pause, began, works);
    }
  }

  private final LongSupplier nanos;
  private final Map<String, Rest> rests = new ConcurrentHashMap<>();

  @Autowired
  RestingRules() {
    this(System::nanoTime);
  }

  RestingRules(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Whether it is left alone for now. */
  boolean rests(Detection rule) {
    Rest rest = of(rule);
    return rest != null && !rest.works() && age(rest) < rest.pause().toNanos();
  }

  /** Whether it was too slow not long ago: then it has one try. */
  boolean restedLately(Detection rule) {
    Rest rest = of(rule);
    return rest != null && age(rest) < rest.pause().plus(FORGOTTEN).toNanos();
  }

  /**
   * Lets it rest.
   *
   * @param event when what it was held against happened
   * @return until when, for people
   */
  String begin(Detection rule, Instant event) {
    Instant now = Instant.now();
    Rest before = rests.get(rule.id());
    Duration twice = restedLately(rule) ? before.pause().multipliedBy(2) : FIRST;
    Duration pause = twice.compareTo(LONGEST) > 0 ? LONGEST : twice;
    Instant missed =
        before == null || before.missed() == null ? since(event, now) : before.missed();
    rests.put(rule.id(), new Rest(rule.fingerprint(), missed, pause, nanos.getAsLong(), false));
    return TIME.format(now.plus(pause)) + " UTC";
  }

  private static Instant since(Instant event, Instant now) {
    Instant earliest = now.minus(FURTHEST);
    Instant since = (event.isBefore(now) ? event : now).minus(LATE);
    return since.isBefore(earliest) ? earliest : since;
  }

  /** Notes that it was quick enough, as it is or as it was edited. */
  void worked(Detection rule) {
    rests.computeIfPresent(rule.id(), (id, rest) -> rest.works() ? rest : rest.working());
  }

  /** Rules that work again, and since when events weren't held against them. */
  Map<String, Instant> toMakeUpFor() {
    Map<String, Instant> missed = new TreeMap<>();
    rests.forEach(
        (id, rest) -> {
          if (rest.works() && rest.missed() != null) {
            missed.put(id, rest.missed());
          }
        });
    return missed;
  }

  void madeUpFor(String rule) {
    rests.computeIfPresent(rule, (id, rest) -> rest.madeUpFor());
  }

  private Rest of(Detection rule) {
    Rest rest = rests.get(rule.id());
    return rest == null || !rest.fingerprint().equals(rule.fingerprint()) ? null : rest;
  }

  private long age(Rest rest) {
    return nanos.getAsLong() - rest.began();
  }
}
