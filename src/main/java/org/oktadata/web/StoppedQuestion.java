package org.oktadata.web;

import org.oktadata.store.SqlState;

/** A question that the database stopped, and what to do about it. */
public final class StoppedQuestion {

  private static final String TOO_SLOW =
      "The database took longer over this than okta.reader.statement-timeout allows, or the table"
          + " was being changed. Ask for less: a shorter time, one integration, a further"
          + " condition. Or try again when less is going on.";

  private static final String REPLACED =
      "The read replica had to give up rows that this was reading, because the primary had replaced"
          + " them. Ask again; where it happens often, set hot_standby_feedback = on there.";

  /** SQL state of a serialization failure, which a replica has where its rows are replaced. */
  private static final String CONFLICT = "40001";

  private StoppedQuestion() {}

  /** Whether a failure is one. */
  public static boolean is(Throwable failure) {
    return SqlState.STOPPED.is(failure);
  }

  /** What a person can do about it. */
  public static String cure(Throwable failure) {
    return CONFLICT.equals(SqlState.of(failure)) ? REPLACED : TOO_SLOW;
  }
}
