package org.oktadata.web.console;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.oktadata.store.ReadDatabase;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Where objects that findings and events name have their pages. One that isn't collected has none,
 * so that no link leads to nothing.
 */
@Component
class ObjectPlaces {

  /** What an object is called, where it is one that people give a name to. */
  static final String NAME =
      """
      coalesce(r.doc #>> '{profile,login}', r.doc #>> '{profile,name}', r.doc #>> '{profile,displayName}', r.doc ->> 'label',
        r.doc ->> 'displayName', r.doc ->> 'name')\
      """;

  /** One probe of the index of ids for each; what is there counts before what is gone. */
  private static final String FOUND =
      """
      select w.place, r.data_type, r.parent_id, r.id, left(r.name, 1000) as name
      from unnest(cast(:integrations as text[]), cast(:types as text[]), cast(:ids as text[])) with ordinality
        w (integration, data_type, id, place)
      cross join lateral (
        select r.data_type, r.parent_id, r.id, %s as name from store.resource r
        where r.integration = w.integration and r.id = w.id and r.data_type = w.data_type
        order by r.deleted_at is not null limit 1
      ) r
      order by w.place\
      """
          .formatted(NAME);

  private static final String BY_ID =
      """
      select r.id as key, r.data_type, r.parent_id, r.id, left(%s, 1000) as name from store.resource r
      where r.integration = :integration and r.id = any (cast(:ids as text[])) and r.data_type = any (cast(:types as text[]))
        and r.deleted_at is null
      order by r.parent_id <> '' limit 1000\
      """
          .formatted(NAME);

  private static final String BY_LOGIN =
      """
      select r.doc #>> '{profile,login}' as key, r.data_type, r.parent_id, r.id, r.doc #>> '{profile,login}' as name
      from store.resource r
      where r.integration = :integration and r.data_type = 'users' and r.doc #>> '{profile,login}' = any (cast(:logins as text[]))
        and r.deleted_at is null limit 1000\
      """;

  private static final Set<String> PAGES_OF_THEIR_OWN = Set.of("users", "groups", "apps");

  /** What can stand in a path as it is: slashes and semicolons are refused there. */
  private static final String PLAIN = "[\\p{Alnum} ._~@:|+-]+";

  private final ObjectTypes types;
  private final ReadDatabase database;

  ObjectPlaces(ObjectTypes types, ReadDatabase database) {
    this.types = types;
    this.database = database;
  }

  /**
   * An object as a finding or an event names it.
   *
   * @param type what that calls its type
   */
  record Named(String integration, String type, String id) {}

  /**
   * A page.
   *
   * @param name of the object, or its id where it has none
   */
  record Place(String name, String path) {}

  /** The pages of those that have one. */
  Map<Named, Place> of(Collection<Named> objects) {
    ObjectTypes.Names names = types.names();
    List<Named> asked = new ArrayList<>();
    List<String> dataTypes = new ArrayList<>();
    for (Named each :
        Set.copyOf(objects.stream().filter(each -> StringUtils.hasLength(each.id())).toList())) {
      for (String dataType : names.of(each.type())) {
        asked.add(each);
        dataTypes.add(dataType);
      }
    }
    Map<Named, Place> places = new HashMap<>();
    if (asked.isEmpty()) {
      return places;
    }
    database
        .sql(FOUND)
        .param("integrations", asked.stream().map(Named::integration).toArray(String[]::new))
        .param("types", dataTypes.toArray(String[]::new))
        .param("ids", asked.stream().map(Named::id).toArray(String[]::new))
        .query(
            row -> {
              Named one = asked.get(row.getInt("place") - 1);
              String path =
                  path(
                      one.integration(),
                      row.getString("data_type"),
                      row.getString("parent_id"),
                      one.id());
              String name = row.getString("name");
              places.putIfAbsent(one, new Place(name == null ? one.id() : name, path));
            });
    return places;
  }

  /** The page of one object, or null. */
  Place of(String integration, String type, String id) {
    Named one = new Named(integration, type, id);
    return of(List.of(one)).get(one);
  }

  /** The pages of what has one of these ids, whatever it is. */
  Map<String, Place> byId(String integration, Collection<String> ids) {
    return places(
        integration,
        database
            .sql(BY_ID)
            .param("integration", integration)
            .param("ids", ids.toArray(String[]::new))
            .param("types", types.identified().toArray(String[]::new)));
  }

  /** The pages of users with one of these logins. */
  Map<String, Place> byLogin(String integration, Collection<String> logins) {
    return places(
        integration,
        database
            .sql(BY_LOGIN)
            .param("integration", integration)
            .param("logins", logins.toArray(String[]::new)));
  }

  private static Map<String, Place> places(String integration, StatementSpec question) {
    Map<String, Place> places = new HashMap<>();
    question.query(
        row -> {
          String id = row.getString("id");
          String name = row.getString("name");
          places.putIfAbsent(
              row.getString("key"),
              new Place(
                  name == null ? id : name,
                  path(integration, row.getString("data_type"), row.getString("parent_id"), id)));
        });
    return places;
  }

  /** Whether a data type's objects have pages that tell more of them. */
  static boolean hasPageOfItsOwn(String dataType) {
    return PAGES_OF_THEIR_OWN.contains(dataType);
  }

  /** The address of an object's page. */
  static String path(String integration, String dataType, String parent, String id) {
    boolean own = PAGES_OF_THEIR_OWN.contains(dataType);
    boolean plain = id.matches(PLAIN) && !id.matches("[. ]*");
    UriComponentsBuilder path =
        UriComponentsBuilder.fromPath(own ? "" : "/objects")
            .path(own ? "/{type}/{integration}" : "/{integration}/{type}")
            .path(plain ? "/{id}" : "");
    if (!plain) {
      path.queryParam("id", "{id}");
    }
    if (!parent.isEmpty()) {
      path.queryParam("parent", "{parent}");
    }
    return path.encode()
        .buildAndExpand(
            Map.of("type", dataType, "integration", integration, "id", id, "parent", parent))
        .toUriString();
  }
}
