package org.oktadata.web;

import java.sql.SQLException;
import java.util.Set;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;

/** A question that the database stopped, and what to do about it. */
public final class StoppedQuestion {

  public static final String CURE =
      "The database took longer over this than okta.reader.statement-timeout allows, or the table"
          + " was being changed. Ask for less: a shorter time, one integration, a further"
          + " condition. Or try again when less is going on.";

  /** SQLSTATEs: a time-out of the statement, one of a lock, and a replica that had to replay. */
  private static final Set<String> STATES = Set.of("57014", "55P03", "40001");

  private StoppedQuestion() {}

  /** Whether a failure is one. */
  public static boolean is(DataAccessException failure) {
    return NestedExceptionUtils.getMostSpecificCause(failure) instanceof SQLException sql
        && STATES.contains(String.valueOf(sql.getSQLState()));
  }
}
