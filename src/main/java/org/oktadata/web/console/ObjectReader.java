package org.oktadata.web.console;

import java.time.Instant;
import java.util.List;
import org.oktadata.store.ReadDatabase;
import org.oktadata.store.Timestamps;
import org.springframework.stereotype.Component;

/** Reads objects of any data type, and what belongs to them. */
@Component
class ObjectReader {

  /** Of each kind of what belongs to an object. */
  static final int MOST = 50;

  private static final int SAME_IDS = 20;

  /** Apps scale with an org's apps, not with its users, and have no index by policy. */
  private static final String GOVERNED =
      """
      select r.id, r.doc ->> 'label' as name, r.doc ->> 'status' as status from store.resource r
      where r.integration = :integration and r.data_type = 'apps' and r.parent_id = '' and r.deleted_at is null
        and (cast(r.doc -> '_links' as text) like '%/policies/' || :policy || '"%'
             or r.doc #> '{_links,accessPolicy}' is null and r.doc ->> 'label' = :name)
      order by 2, 1 limit :most\
      """;

  private static final String BELOW =
      """
      select r.data_type, r.parent_id, r.id, left(r.name, 1000) as name, r.status, r.priority
      from unnest(cast(:types as text[])) with ordinality w (data_type, place)
      cross join lateral (
        select r.data_type, r.parent_id, r.id, %s as name, r.doc ->> 'status' as status,
               case when jsonb_typeof(r.doc -> 'priority') = 'number' then cast(r.doc ->> 'priority' as numeric) end as priority
        from store.resource r
        where r.integration = :integration and r.data_type = w.data_type and r.parent_id = :key and r.deleted_at is null
        order by r.id limit :most
      ) r
      order by w.place, r.priority, 4, r.id\
      """
          .formatted(ObjectPlaces.NAME);

  private final ReadDatabase database;
  private final ObjectTypes types;

  ObjectReader(ReadDatabase database, ObjectTypes types) {
    this.database = database;
    this.types = types;
  }

  /**
   * An object as it is stored.
   *
   * @param name what it is called, or its id
   * @param deletedAt when it was noticed that Okta no longer has it, or null
   */
  record Stored(
      String dataType,
      String parentId,
      String id,
      String name,
      String doc,
      Instant firstSeen,
      Instant deletedAt) {

    /** What the rows below it have as their parent. */
    String key() {
      return parentId.isEmpty() ? id : parentId + "/" + id;
    }
  }

  /** A row that belongs to an object. */
  record Child(String dataType, String parentId, String id, String name, String status) {}

  /** Those that have an id; the same may occur below several parents. What is there comes first. */
  List<Stored> find(String integration, String dataType, String id) {
    return database
        .sql(
            """
            select r.parent_id, r.id, left(%s, 1000) as name, r.doc::text as doc, r.first_seen, r.deleted_at
            from store.resource r where r.integration = ? and r.data_type = ? and r.id = ?
            order by r.deleted_at is not null, r.parent_id limit ?\
            """
                .formatted(ObjectPlaces.NAME))
        .params(integration, dataType, id, SAME_IDS)
        .query(
            (row, number) ->
                new Stored(
                    dataType,
                    row.getString("parent_id"),
                    row.getString("id"),
                    row.getString("name") == null ? row.getString("id") : row.getString("name"),
                    row.getString("doc"),
                    Timestamps.instant(row, "first_seen"),
                    Timestamps.instant(row, "deleted_at")))
        .list();
  }

  /** What is read for it: of each data type one more than are shown, where there are more. */
  List<Child> below(String integration, Stored object) {
    return database
        .sql(BELOW)
        .param("integration", integration)
        .param("types", types.below(object.dataType()).toArray(String[]::new))
        .param("key", object.key())
        .param("most", MOST + 1)
        .query(
            (row, number) ->
                new Child(
                    row.getString("data_type"),
                    row.getString("parent_id"),
                    row.getString("id"),
                    row.getString("name"),
                    row.getString("status")))
        .list();
  }

  /** Apps that a policy is the policy of. */
  List<Child> governed(String integration, Stored policy) {
    return database
        .sql(GOVERNED)
        .param("integration", integration)
        .param("policy", policy.id())
        .param("name", policy.name())
        .param("most", MOST + 1)
        .query(
            (row, number) ->
                new Child(
                    "apps",
                    "",
                    row.getString("id"),
                    row.getString("name"),
                    row.getString("status")))
        .list();
  }
}
