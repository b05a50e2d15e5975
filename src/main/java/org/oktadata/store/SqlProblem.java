package org.oktadata.store;

import java.sql.SQLException;
import org.springframework.dao.InvalidDataAccessApiUsageException;

/** What the database has against a statement, as a person needs it. */
public final class SqlProblem {

  private SqlProblem() {}

  /** Whether a statement is refused for what it says, or for the data that it meets. */
  public static boolean isTheStatements(Throwable failure) {
    return SqlState.STATEMENT.is(failure)
        || Causes.find(failure, InvalidDataAccessApiUsageException.class) != null;
  }

  /** The message in one line, with the server's hint, and without the statement. */
  public static String of(Throwable failure) {
    SQLException refused = Causes.find(failure, SQLException.class);
    String message = refused == null ? failure.getMessage() : refused.getMessage();
    return OneLine.of(message)
        .replaceFirst("^ERROR: ", "")
        .replaceFirst(" (Position|Where): .*", "")
        .replaceFirst(" Hint: ", ". ");
  }

  /**
   * The same without what stands in the data: of a wrong name or type the message, of all else the
   * SQL state.
   */
  public static String withoutData(Throwable failure) {
    String state = SqlState.of(failure);
    return state == null || state.startsWith("42") ? of(failure) : "SQL state " + state;
  }
}
