package org.oktadata.store;

import java.sql.SQLException;
import java.util.List;

/**
 * What a failure of the database means: sets of SQL states, and of whole classes of them. A state
 * may be in several; one that is in none, such as a violated constraint, is a mistake of ours.
 */
public enum SqlState {

  /** Of a page that isn't JSON, or isn't text: it may be spoilt on its way, another be whole. */
  NOT_JSON("22P02", "22P05", "22021", "22032"),

  /**
   * Of a value that PostgreSQL can't keep (22), or that is more than it can (54): so it will be at
   * every further attempt.
   */
  CONTENT("22", "54"),

  /**
   * Of what a statement says, misspelt, of the wrong type, not allowed, too complex, or of the data
   * that it meets: so with content's.
   */
  STATEMENT("0A", "21", "22", "25001", "42", "54"),

  /**
   * Of a server that takes no writes: a standby, or a primary that was set so. A connection to it
   * is of no use, though it lives; the address may lead to another one by now.
   */
  READ_ONLY("25006"),

  /**
   * Of a database that is away (08), stopping or starting (57P), out of room (53) or {@link
   * #READ_ONLY}, of its disks (58), and of what others did at the moment: a deadlock (40), a table
   * in use or locked (55006, 55P03). The same statement may do later. Not {@link #TOO_SLOW}: it
   * would most likely be again, so who tries that another time counts how often.
   */
  AWAY("08", "25006", "40", "53", "55006", "55P03", "57P", "58"),

  /** Of a statement that waited too long for what somebody else holds. */
  LOCKED("55P03"),

  /** Of a statement that took longer than it may, or that somebody cancelled. */
  TOO_SLOW("57014"),

  /**
   * Of a person's question that took too long or waited too long for a table, or whose rows a
   * replica had to replace. Part of it is {@link #AWAY} for work that waits; a person is told.
   */
  STOPPED("57014", "55P03", "40001"),

  /** Of what goes beyond the rights of the role. */
  RIGHTS("42501");

  /** Of drivers and pools that tell none: no connection came about. */
  private static final String NO_CONNECTION = "08000";

  private final List<String> beginnings;

  SqlState(String... beginnings) {
    this.beginnings = List.of(beginnings);
  }

  /** The state that a failure of the database has, however it is wrapped; null of another's. */
  public static String of(Throwable failure) {
    SQLException database = Causes.find(failure, SQLException.class);
    if (database == null) {
      return null;
    }
    String state = database.getSQLState();
    return state == null || state.length() != 5 ? NO_CONNECTION : state;
  }

  /** Whether a failure is the database's, and of this kind. */
  public boolean is(Throwable failure) {
    return has(of(failure));
  }

  /**
   * Whether the state is one of these.
   *
   * @param state may be null
   */
  public boolean has(String state) {
    return state != null && beginnings.stream().anyMatch(state::startsWith);
  }
}
