package org.oktadata.store;

import java.sql.SQLException;
import java.util.Set;
import org.springframework.dao.InvalidDataAccessApiUsageException;

/** What the database has against a statement, as a person needs it. */
public final class SqlProblem {

  /** Classes of SQL states: what is misspelt, of the wrong type or not allowed, and data. */
  private static final Set<String> OF_STATEMENTS = Set.of("0A", "21", "22", "25", "42");

  /** Of a database that is away, out of room, locked or stopping: the same may do later. */
  private static final Set<String> PASSING = Set.of("08", "40", "53", "55", "57", "58");

  private SqlProblem() {}

  /** Whether a statement is refused for what it says, or for the data that it meets. */
  public static boolean isTheStatements(Throwable failure) {
    String state = state(failure);
    return state == null
        ? Causes.find(failure, InvalidDataAccessApiUsageException.class) != null
        : OF_STATEMENTS.contains(state.substring(0, 2));
  }

  /** Whether the same statement may do later, once the database is there again. */
  public static boolean isPassing(Throwable failure) {
    String state = state(failure);
    return state == null
        ? Causes.find(failure, SQLException.class) != null
        : PASSING.contains(state.substring(0, 2));
  }

  private static String state(Throwable failure) {
    SQLException refused = Causes.find(failure, SQLException.class);
    String state = refused == null ? null : refused.getSQLState();
    return state == null || state.length() != 5 ? null : state;
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
    String state = state(failure);
    return state == null || state.startsWith("42") ? of(failure) : "SQL state " + state;
  }
}
