package org.oktadata.web.console;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import org.oktadata.store.Timestamps;
import org.oktadata.web.console.ObjectPlaces.Named;
import org.oktadata.web.console.ObjectPlaces.Place;

/**
 * A System Log event on one line.
 *
 * @param actorPage path of the actor's page, or null
 * @param targetPage path of the page of its first target, or null
 * @param others names of further targets, of which the first two are told; null where it has none
 */
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
    String actorPage,
    String targetId,
    String targetType,
    String target,
    String targetPage,
    String others,
    String address,
    String place,
    String via) {

  /**
   * Columns of a line, cut where a stranger wrote long ones; the event's table is named e. Okta
   * writes unknown where it tells no login.
   */
  static final String SELECT =
      """
      select e.integration, e.uuid, e.published, e.event_type, e.received_via, left(e.actor_id, 1000) as actor_id,
             left(e.doc ->> 'displayMessage', 1000) as message, left(e.doc #>> '{outcome,result}', 1000) as outcome,
             left(e.doc #>> '{outcome,reason}', 1000) as reason, left(e.doc #>> '{actor,type}', 1000) as actor_type,
             left(coalesce(nullif(nullif(e.doc #>> '{actor,alternateId}', 'unknown'), ''), e.doc #>> '{actor,displayName}'), 1000) as actor,
             left(coalesce(nullif(nullif(e.doc #>> '{target,0,alternateId}', 'unknown'), ''), e.doc #>> '{target,0,displayName}'), 1000) as target,
             left(e.doc #>> '{target,0,id}', 1000) as target_id, left(e.doc #>> '{target,0,type}', 1000) as target_type,
             (select left(string_agg(case when n > 3 then 'and more' else left(coalesce(nullif(nullif(t ->> 'displayName', 'unknown'), ''), t ->> 'alternateId', t ->> 'id'), 300) end, ', ' order by n), 1000)
              from jsonb_array_elements(case jsonb_typeof(e.doc -> 'target') when 'array' then e.doc -> 'target' end) with ordinality x (t, n) where n between 2 and 4) as others,
             left(e.doc #>> '{client,ipAddress}', 1000) as address,
             left(concat_ws(', ', e.doc #>> '{client,geographicalContext,city}', e.doc #>> '{client,geographicalContext,country}'), 1000) as place
      """;

  /** Without the pages that it leads to, which are looked up for many at once. */
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
        null,
        row.getString("target_id"),
        row.getString("target_type"),
        row.getString("target"),
        null,
        row.getString("others"),
        row.getString("address"),
        row.getString("place"),
        row.getString("received_via"));
  }

  Named actorNamed() {
    return new Named(integration, actorType, actorId);
  }

  Named targetNamed() {
    return new Named(integration, targetType, targetId);
  }

  EventLine leadingTo(Map<Named, Place> places) {
    Place ofActor = places.get(actorNamed());
    Place ofTarget = places.get(targetNamed());
    return new EventLine(
        integration,
        uuid,
        published,
        type,
        message,
        outcome,
        reason,
        actorId,
        actorType,
        actor,
        ofActor == null ? null : ofActor.path(),
        targetId,
        targetType,
        target,
        ofTarget == null ? null : ofTarget.path(),
        others,
        address,
        place,
        via);
  }
}
