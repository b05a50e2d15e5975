package org.oktadata.web;

import java.sql.SQLException;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;

/** A value somebody sent that the database can't take, and what to do about it. */
public final class UnusableValue {

  public static final String CURE =
      "A value has a character or a number in it that the database can't take; correct it and try"
          + " again.";

  /** The class of SQLSTATEs that tell of data: NUL in a text, a time or a number out of range. */
  private static final String DATA = "22";

  private UnusableValue() {}

  /** Whether a failure is one. */
  public static boolean is(DataAccessException failure) {
    return NestedExceptionUtils.getMostSpecificCause(failure) instanceof SQLException sql
        && String.valueOf(sql.getSQLState()).startsWith(DATA);
  }
}
