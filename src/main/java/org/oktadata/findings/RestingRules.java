package org.oktadata.findings;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Detections that rest, since their SQL took too long and all others waited for it. Each is tried
 * again after its pause, which doubles while it stays slow, or as soon as its file is edited. An
 * instance that knows nothing of a rest, such as after a restart, tries for itself; what was missed
 * is kept by {@link RuleTrouble}.
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
   * @param began by a clock that nobody sets, in nanoseconds
   * @param works whether it was quick enough since
   */
  private record Rest(String fingerprint, Duration pause, long began, boolean works) {

    private Rest working() {
      return new Rest(fingerprint, pause, began, true);
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

  /** Until when it would rest from now on, for people. */
  String until(Detection rule) {
    return TIME.format(Instant.now().plus(pause(rule))) + " UTC";
  }

  /** Lets it rest. */
  void begin(Detection rule) {
    rests.put(rule.id(), new Rest(rule.fingerprint(), pause(rule), nanos.getAsLong(), false));
  }

  private Duration pause(Detection rule) {
    Duration pause = restedLately(rule) ? rests.get(rule.id()).pause().multipliedBy(2) : FIRST;
    return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
  }

  /** Since when events may not be held against a rule that rests from that event on. */
  static Instant missedSince(Instant event) {
    Instant now = Instant.now();
    Instant earliest = now.minus(FURTHEST);
    Instant since = (event.isBefore(now) ? event : now).minus(LATE);
    return since.isBefore(earliest) ? earliest : since;
  }

  /** Notes that it was quick enough, as it is or as it was edited. */
  void worked(Detection rule) {
    rests.computeIfPresent(rule.id(), (id, rest) -> rest.works() ? rest : rest.working());
  }

  private Rest of(Detection rule) {
    Rest rest = rests.get(rule.id());
    return rest == null || !rest.fingerprint().equals(rule.fingerprint()) ? null : rest;
  }

  private long age(Rest rest) {
    return nanos.getAsLong() - rest.began();
  }
}
