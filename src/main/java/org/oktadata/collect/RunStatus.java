package org.oktadata.collect;

/**
 * How far a run or one of its data types is, or how it ended; the database and the API write it so.
 */
public enum RunStatus {
  /** It waits for what it builds on; runs themselves never do. */
  PENDING,
  RUNNING,
  SUCCESS,
  /** Some of it could not be read. */
  PARTIAL_SUCCESS,
  FAILURE,
  /** A data type that isn't open to the app, or that the org lacks. */
  SKIPPED;

  /** Whether it has not ended yet. */
  public boolean isOpen() {
    return this == PENDING || this == RUNNING;
  }
}
