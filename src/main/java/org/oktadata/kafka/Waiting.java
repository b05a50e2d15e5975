package org.oktadata.kafka;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * Something that is to be told.
 *
 * @param seq its number in the outbox
 * @param position the document's key where it is told by the snapshot, null otherwise
 * @param value JSON
 */
record Waiting(long seq, List<String> position, String topic, String key, String value) {

  static Waiting of(ResultSet row) throws SQLException {
    List<String> position =
        row.getBoolean("standing")
            ? List.of(
                row.getString("integration"),
                row.getString("data_type"),
                row.getString("parent_id"),
                row.getString("id"))
            : null;
    return new Waiting(
        row.getLong("seq"),
        position,
        row.getString("topic"),
        row.getString("key"),
        row.getString("value"));
  }
}
