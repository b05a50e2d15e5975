package org.oktadata.web.console;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.oktadata.store.ReadDatabase;
import org.oktadata.store.Timestamps;
import org.oktadata.web.console.ObjectPlaces.Named;
import org.oktadata.web.console.ObjectPlaces.Place;
import org.springframework.stereotype.Component;

/** Reads what changed in an object, when, and by which event of whom. */
@Component
class ObjectChanges {

  private static final int MOST = 30;

  /** How many differences of one change are shown. */
  static final int SHOWN = 12;

  private static final String ROW =
      "integration = :integration and data_type = :type and parent_id = :parent and id = :id";

  private static final String CHANGES =
      """
      select c.at, c.change, c.before::text as before, c.later::text as later, c.cause_event, c.actor_id, left(c.actor_login, 1000) as login
      from okta.changes(cast(:after as timestamptz), 'infinity') c where %s order by c.at desc, c.change limit %d\
      """
          .formatted(ROW, MOST);

  private final ReadDatabase database;
  private final ObjectPlaces places;
  private final Evidence evidence;

  ObjectChanges(ReadDatabase database, ObjectPlaces places, Evidence evidence) {
    this.database = database;
    this.places = places;
    this.evidence = evidence;
  }

  /**
   * A change.
   *
   * @param change first read, added, changed or removed
   * @param event what caused it, or null where that isn't known or isn't stored any more
   * @param actor who did, or null
   * @param actorPage path of their page, or null
   * @param differences between the versions, where both are known
   * @param more how many further ones there are
   */
  record Change(
      Instant at,
      String change,
      String event,
      String actor,
      String actorPage,
      List<DocumentDifference> differences,
      int more) {}

  private record Row(
      Instant at,
      String change,
      String before,
      String later,
      String event,
      String actor,
      String login) {}

  /** The newest, newest first. */
  List<Change> of(String integration, ObjectReader.Stored object) {
    List<Row> rows =
        database
            .sql(CHANGES)
            .param("integration", integration)
            .param("type", object.dataType())
            .param("parent", object.parentId())
            .param("id", object.id())
            .param("after", since(integration, object))
            .query(
                (row, number) ->
                    new Row(
                        Timestamps.instant(row, "at"),
                        row.getString("change"),
                        row.getString("before"),
                        row.getString("later"),
                        row.getString("cause_event"),
                        row.getString("actor_id"),
                        row.getString("login")))
            .list();
    Map<Named, Place> actors =
        places.of(rows.stream().map(row -> new Named(integration, "User", row.actor())).toList());
    return rows.stream()
        .map(row -> change(row, actors.get(new Named(integration, "User", row.actor()))))
        .toList();
  }

  /** Since when, so that an object that changes all the time isn't read with its whole past. */
  private String since(String integration, ObjectReader.Stored object) {
    return database
        .sql(
            "select valid_from from store.resource_history where "
                + ROW
                + " order by valid_from desc offset "
                + MOST
                + " limit 1")
        .param("integration", integration)
        .param("type", object.dataType())
        .param("parent", object.parentId())
        .param("id", object.id())
        .query(Timestamp.class)
        .optional()
        .map(time -> time.toInstant().toString())
        .orElse("-infinity");
  }

  private Change change(Row row, Place actor) {
    List<DocumentDifference> all =
        row.before() == null || row.later() == null
            ? List.of()
            : DocumentDifference.between(evidence.tree(row.before()), evidence.tree(row.later()));
    return new Change(
        row.at(),
        row.change(),
        row.actor() == null ? null : row.event(),
        row.login() == null ? row.actor() : row.login(),
        actor == null ? null : actor.path(),
        all.size() > SHOWN ? all.subList(0, SHOWN) : all,
        Math.max(0, all.size() - SHOWN));
  }
}
