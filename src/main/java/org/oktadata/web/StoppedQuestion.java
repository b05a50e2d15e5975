package org.oktadata.web;

import org.oktadata.store.SqlState;
import org.springframework.dao.DataAccessException;

/** A question that the database stopped, and what to do about it. */
public final class StoppedQuestion {

  public static final String CURE =
      "The database took longer over this than okta.reader.statement-timeout allows, or the table"
          + " was being changed. Ask for less: a shorter time, one integration, a further"
          + " condition. Or try again when less is going on.";

  private StoppedQuestion() {}

  /** Whether a failure is one. */
  public static boolean is(DataAccessException failure) {
    return SqlState.STOPPED.is(failure);
  }
}
