package org.oktadata.web.console;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.oktadata.store.ReadDatabase;
import org.oktadata.store.Timestamps;
import org.oktadata.web.console.ObjectPlaces.Named;
import org.oktadata.web.console.ObjectPlaces.Place;
import org.springframework.stereotype.Component;

/** The objects of a data type, page by page: what belongs to the same object stands together. */
@Component
class ObjectLines {

  static final int PAGE = 100;

  /** By parent in the order of the key, so that only what one parent has is sorted by name. */
  private static final String OBJECTS =
      """
      select * from (
        select r.parent_id, r.id, left(%1$s, 300) as name, left(r.doc ->> 'type', 60) as kind, r.doc ->> 'status' as status, r.changed_at,
               lower(left(coalesce(%1$s, r.id), 300)) as place
        from store.resource r
        where r.integration = :integration and r.data_type = :type and r.deleted_at is null and r.parent_id >= :afterParent
      ) r
      where (cast(:text as text) is null or id = :text or parent_id = :text or position(lower(:text) in place) > 0)
        and (parent_id, place, id) > (:afterParent, :afterName, :afterId)
      order by parent_id, place, id limit :most\
      """
          .formatted(ObjectPlaces.NAME);

  /**
   * An object of the list.
   *
   * @param place what it is called and where its page is
   * @param above what it belongs to, or null
   * @param kind its type, such as that of a policy; null where it has none
   * @param key its name in small letters, by which the list is sorted
   * @param findings how many are open about it
   */
  record Line(
      Place place,
      Place above,
      String parentId,
      String key,
      String id,
      String kind,
      String status,
      Instant changed,
      long findings) {}

  private record Row(
      String parentId,
      String id,
      String name,
      String kind,
      String status,
      Instant changed,
      String key) {

    /** The id of what it belongs to, whose own parents stand before it. */
    String above() {
      return parentId.substring(parentId.lastIndexOf('/') + 1);
    }

    Place place(String integration, String type) {
      return new Place(
          name == null ? id : name, ObjectPlaces.path(integration, type, parentId, id));
    }
  }

  private final ReadDatabase database;
  private final ObjectTypes types;
  private final ObjectPlaces places;

  ObjectLines(ReadDatabase database, ObjectTypes types, ObjectPlaces places) {
    this.database = database;
    this.types = types;
    this.places = places;
  }

  /** One more than {@link #PAGE} where there are more. */
  List<Line> find(String integration, String type, ObjectSearch search) {
    List<Row> rows = rows(integration, type, search);
    String meant = types.meant(type);
    String above = types.meant(types.above(type));
    List<Named> named = new ArrayList<>();
    for (Row row : rows) {
      named.add(new Named(integration, above, row.above()));
      if (!meant.equals(type)) {
        named.add(new Named(integration, meant, row.id()));
      }
    }
    Map<Named, Place> known = places.of(named);
    Map<String, Long> findings = findings(integration, rows.stream().map(Row::id).toList());
    return rows.stream()
        .map(
            row -> {
              Place own = row.place(integration, type);
              Named itself = new Named(integration, meant, row.id());
              Named parent = new Named(integration, above, row.above());
              return new Line(
                  meant.equals(type) ? own : known.getOrDefault(itself, own),
                  row.parentId().isEmpty()
                      ? null
                      : known.getOrDefault(parent, new Place(row.above(), null)),
                  row.parentId(),
                  row.key(),
                  row.id(),
                  row.kind(),
                  row.status(),
                  row.changed(),
                  findings.getOrDefault(row.id(), 0L));
            })
        .toList();
  }

  private List<Row> rows(String integration, String type, ObjectSearch search) {
    return database
        .sql(OBJECTS)
        .param("integration", integration)
        .param("type", type)
        .param("text", search.text())
        .param("afterParent", search.afterParent())
        .param("afterName", search.afterName())
        .param("afterId", search.afterId())
        .param("most", PAGE + 1)
        .query(
            (row, number) ->
                new Row(
                    row.getString("parent_id"),
                    row.getString("id"),
                    row.getString("name"),
                    row.getString("kind"),
                    row.getString("status"),
                    Timestamps.instant(row, "changed_at"),
                    row.getString("place")))
        .list();
  }

  private Map<String, Long> findings(String integration, List<String> ids) {
    Map<String, Long> open = new HashMap<>();
    database
        .sql(
            """
            select subject_id, count(*) as open from store.finding
            where integration = :integration and state = 'open' and subject_id = any (cast(:ids as text[])) group by 1\
            """)
        .param("integration", integration)
        .param("ids", ids.toArray(String[]::new))
        .query(
            row -> {
              open.put(row.getString("subject_id"), row.getLong("open"));
            });
    return open;
  }
}
