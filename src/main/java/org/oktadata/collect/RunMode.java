package org.oktadata.collect;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a run reads. */
public enum RunMode {
  /** Everything, as complete lists. */
  FULL,
  /** What changed since it was last read. */
  DELTA,
  /** The System Log, from where it was left. */
  LOG,
  /** What events touched. */
  REFRESH,
  /** A sample of what is stored, to compare it. */
  VERIFY;

  /** The mode of that word, exactly as {@link #toString} writes it. */
  public static Optional<RunMode> find(String word) {
    return Stream.of(values()).filter(mode -> mode.toString().equals(word)).findFirst();
  }

  /**
   * The mode of a stored run.
   *
   * @throws IllegalArgumentException if the word is no mode's
   */
  static RunMode of(String word) {
    return find(word)
        .orElseThrow(() -> new IllegalArgumentException("There is no mode '" + word + "'."));
  }

  /** Whether the run collects an org as a whole; the others are chores. */
  public boolean isCollection() {
    return this == FULL || this == DELTA;
  }

  /** Whether the run reads the objects that events touched. */
  boolean readsTouched() {
    return this == DELTA || this == REFRESH;
  }

  /** Modes of which an integration has one run at a time. */
  List<String> rivals() {
    return Stream.of(values())
        .filter(mode -> mode == this || mode.isCollection() && isCollection())
        .map(RunMode::toString)
        .toList();
  }

  /** The word for it in the database, the API and the log. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
