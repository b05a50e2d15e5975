package org.oktadata.web.console;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.oktadata.store.Timestamps;

/** A System Log event on one line. */
record EventLine(
    String integration,
    String uuid,
    Instant published,
    String type,
    String message,
    String outcome,
    String reason,
    String actorId,
    String actorType,
    String actor,
    String target,
    String address,
    String place,
    String via) {

  /**
   * Columns of a line; the event's table is named e. Okta writes unknown where it tells no login.
   */
  static final String SELECT =
      """
      select e.integration, e.uuid, e.published, e.event_type, e.received_via, e.actor_id,
             e.doc ->> 'displayMessage' as message, e.doc #>> '{outcome,result}' as outcome,
             e.doc #>> '{outcome,reason}' as reason, e.doc #>> '{actor,type}' as actor_type,
             coalesce(nullif(nullif(e.doc #>> '{actor,alternateId}', 'unknown'), ''), e.doc #>> '{actor,displayName}') as actor,
             coalesce(nullif(nullif(e.doc #>> '{target,0,alternateId}', 'unknown'), ''), e.doc #>> '{target,0,displayName}') as target,
             e.doc #>> '{client,ipAddress}' as address,
             concat_ws(', ', e.doc #>> '{client,geographicalContext,city}', e.doc #>> '{client,geographicalContext,country}') as place
      """;

  static EventLine of(ResultSet row) throws SQLException {
    return new EventLine(
        row.getString("integration"),
        row.getString("uuid"),
        Timestamps.instant(row, "published"),
        row.getString("event_type"),
        row.getString("message"),
        row.getString("outcome"),
        row.getString("reason"),
        row.getString("actor_id"),
        row.getString("actor_type"),
        row.getString("actor"),
        row.getString("target"),
        row.getString("address"),
        row.getString("place"),
        row.getString("received_via"));
  }
}
