package org.oktadata.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;

/** Reads moments, which the driver gives as types of its own. */
public final class Timestamps {

  private Timestamps() {}

  /** The moment in that column, to the microsecond; null where there is none. */
  public static Instant instant(ResultSet row, String column) throws SQLException {
    Timestamp at = row.getTimestamp(column);
    return at == null ? null : at.toInstant();
  }
}
