package org.oktadata.findings;

import java.sql.SQLException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;

/** Failures of the database that no rule is to blame for, and that pass by themselves. */
final class PassingFailure {

  private PassingFailure() {}

  /** Whether it is one: a deadlock, a full lock table, a database that is away; not a time-out. */
  static boolean is(RuntimeException e) {
    return (e instanceof TransientDataAccessException && !(e instanceof QueryTimeoutException))
        || e instanceof RecoverableDataAccessException
        || (e instanceof DataAccessResourceFailureException resource && !tooLarge(resource));
  }

  /** PostgreSQL's class 54, program limit exceeded: a value is too large, today and tomorrow. */
  private static boolean tooLarge(DataAccessException e) {
    return e.getMostSpecificCause() instanceof SQLException cause
        && String.valueOf(cause.getSQLState()).startsWith("54");
  }
}
