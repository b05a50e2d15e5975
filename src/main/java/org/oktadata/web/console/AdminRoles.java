package org.oktadata.web.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.oktadata.store.ReadDatabase;
import org.oktadata.store.Timestamps;
import org.oktadata.web.console.ObjectPlaces.Named;
import org.oktadata.web.console.ObjectPlaces.Place;
import org.springframework.stereotype.Component;

/** Reads the admin roles that somebody has: their own, and those of groups that they are in. */
@Component
class AdminRoles {

  private static final int MOST = 1_000;

  /** Rows as they were at a moment, of which a condition picks some. */
  private static final String AT =
      """
      (select parent_id, id, doc, changed_at as since from store.resource
       where integration = :integration and data_type = '%1$s' and %2$s and changed_at <= :at and (deleted_at is null or deleted_at > :at)
       union all
       select parent_id, id, doc, valid_from from store.resource_history
       where integration = :integration and data_type = '%1$s' and %2$s and valid_from <= :at and valid_to > :at)\
      """;

  private static final String ASSIGNED =
      "doc ->> 'assignmentType' is distinct from 'GROUP' and doc ->> 'status' is distinct from"
          + " 'INACTIVE'";

  /** As okta.effective_admins has them, but from the side of the people. */
  private static final String OF_USERS =
      """
      select r.parent_id as owner, 'admin_roles' as data_type, r.parent_id, r.id, r.doc::text as doc, r.since, null as group_id, null as group_name
      from %1$s r
      union all
      select m.id, 'group_roles', r.parent_id, r.id, r.doc::text, r.since, r.parent_id, g.doc #>> '{profile,name}'
      from %2$s m
      join %3$s r on r.parent_id = m.parent_id
      left join store.resource g on g.integration = :integration and g.data_type = 'groups' and g.parent_id = '' and g.id = r.parent_id
      union all
      select u.id, 'group_roles', r.parent_id, r.id, r.doc::text, r.since, r.parent_id, g.doc #>> '{profile,name}'
      from %3$s r
      join store.resource g on g.integration = :integration and g.data_type = 'groups' and g.parent_id = '' and g.id = r.parent_id
        and g.doc ->> 'type' = 'BUILT_IN' and g.doc #>> '{profile,name}' = 'Everyone'
      join %4$s u on u.doc ->> 'status' is distinct from 'DEPROVISIONED'
      limit %5$d\
      """
          .formatted(
              AT.formatted(
                  "admin_roles", "parent_id = any (cast(:owners as text[])) and " + ASSIGNED),
              AT.formatted("group_members", "id = any (cast(:owners as text[]))"),
              AT.formatted("group_roles", "doc ->> 'status' is distinct from 'INACTIVE'"),
              AT.formatted("users", "parent_id = '' and id = any (cast(:owners as text[]))"),
              MOST);

  private final ReadDatabase database;
  private final ObjectPlaces places;
  private final Evidence evidence;

  AdminRoles(ReadDatabase database, ObjectPlaces places, Evidence evidence) {
    this.database = database;
    this.places = places;
    this.evidence = evidence;
  }

  /**
   * A role.
   *
   * @param path of the assignment's page
   * @param through name of the group that gives it, or null where it is their own
   * @param throughPath path of that group's page
   * @param on groups, apps and resource sets that it is limited to; empty where it isn't, as far as
   *     known
   * @param created when Okta made the assignment, or null where it doesn't say
   * @param since when it was noticed
   */
  record Role(
      String owner,
      String name,
      String path,
      String through,
      String throughPath,
      List<Place> on,
      String created,
      Instant since) {}

  private record Row(
      String owner,
      String dataType,
      String parentId,
      String id,
      JsonNode doc,
      Instant since,
      String groupId,
      String groupName) {

    String key() {
      return parentId + "/" + id;
    }
  }

  /** Of users at a moment, by their ids. */
  Map<String, List<Role>> ofUsers(String integration, Collection<String> users, Moment moment) {
    Map<String, List<Role>> roles = new LinkedHashMap<>();
    for (Role role : read(OF_USERS, integration, users, moment)) {
      roles.computeIfAbsent(role.owner(), user -> new ArrayList<>()).add(role);
    }
    return roles;
  }

  /** Those that a group gives, or that a service app has, at a moment. */
  List<Role> of(String integration, String dataType, String owner, Moment moment) {
    String rows =
        "select r.parent_id as owner, '%s' as data_type, r.parent_id, r.id, r.doc::text as doc, r.since, null as group_id, null as group_name from %s r limit %d"
            .formatted(
                dataType,
                AT.formatted(dataType, "parent_id = any (cast(:owners as text[]))"),
                MOST);
    return read(rows, integration, List.of(owner), moment);
  }

  private List<Role> read(
      String rows, String integration, Collection<String> owners, Moment moment) {
    if (owners.isEmpty()) {
      return List.of();
    }
    List<Row> found =
        database
            .sql("select * from (" + rows + ") r order by doc::json ->> 'label', group_name, id")
            .param("integration", integration)
            .param("owners", owners.toArray(String[]::new))
            .param("at", Timestamp.from(moment.instant()))
            .query((row, number) -> row(row))
            .list();
    Map<String, List<Place>> apps = apps(integration, found);
    Map<Named, Place> known =
        places.of(
            found.stream()
                .flatMap(row -> targets(integration, row.doc()).keySet().stream())
                .toList());
    return found.stream()
        .map(
            row -> {
              List<Place> on = new ArrayList<>(apps.getOrDefault(row.key(), List.of()));
              targets(integration, row.doc())
                  .forEach((each, name) -> on.add(known.getOrDefault(each, new Place(name, null))));
              return role(integration, row, on);
            })
        .toList();
  }

  private static Role role(String integration, Row row, List<Place> on) {
    String label = row.doc().path("label").asText("");
    return new Role(
        row.owner(),
        label.isEmpty() ? row.doc().path("type").asText(row.id()) : label,
        ObjectPlaces.path(integration, row.dataType(), row.parentId(), row.id()),
        row.groupId() == null || row.groupName() != null ? row.groupName() : row.groupId(),
        row.groupName() == null
            ? null
            : ObjectPlaces.path(integration, "groups", "", row.groupId()),
        on,
        row.doc().path("created").asText(null),
        row.since());
  }

  /** Groups and resource sets that a role's own document names, with what they are called there. */
  private static Map<Named, String> targets(String integration, JsonNode role) {
    Map<Named, String> targets = new LinkedHashMap<>();
    for (JsonNode group : role.at("/_embedded/targets/groups")) {
      String id = group.path("id").asText();
      targets.put(new Named(integration, "groups", id), group.at("/profile/name").asText(id));
    }
    if (role.path("resource-set").isTextual()) {
      String id = role.path("resource-set").asText();
      targets.put(new Named(integration, "resource_sets", id), id);
    }
    return targets;
  }

  /** Apps that roles are limited to, by the role. */
  private Map<String, List<Place>> apps(String integration, List<Row> roles) {
    Map<String, List<Place>> apps = new LinkedHashMap<>();
    if (roles.isEmpty()) {
      return apps;
    }
    database
        .sql(
            """
            select t.parent_id, t.id, coalesce(t.doc ->> 'displayName', t.doc ->> 'name', t.id) as name, a.id as app
            from store.resource t
            left join store.resource a on a.integration = t.integration and a.data_type = 'apps' and a.parent_id = '' and a.id = t.doc ->> 'id'
            where t.integration = :integration and t.data_type in ('user_role_targets', 'group_role_targets', 'client_role_targets')
              and t.parent_id = any (cast(:roles as text[])) and t.deleted_at is null
            order by 3 limit 1000\
            """)
        .param("integration", integration)
        .param("roles", roles.stream().map(Row::key).distinct().toArray(String[]::new))
        .query(
            row -> {
              String app = row.getString("app");
              apps.computeIfAbsent(row.getString("parent_id"), role -> new ArrayList<>())
                  .add(
                      new Place(
                          row.getString("name"),
                          app == null ? null : ObjectPlaces.path(integration, "apps", "", app)));
            });
    return apps;
  }

  private Row row(ResultSet row) throws SQLException {
    return new Row(
        row.getString("owner"),
        row.getString("data_type"),
        row.getString("parent_id"),
        row.getString("id"),
        evidence.tree(row.getString("doc")),
        Timestamps.instant(row, "since"),
        row.getString("group_id"),
        row.getString("group_name"));
  }
}
