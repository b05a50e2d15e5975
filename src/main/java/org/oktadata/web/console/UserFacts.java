package org.oktadata.web.console;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.oktadata.store.ReadDatabase;
import org.oktadata.store.Timestamps;
import org.springframework.stereotype.Component;

/** Reads what a user can reach now, and what they did lately. */
@Component
class UserFacts {

  /**
   * @param groupId of the group that they come through, or null
   * @param closed why it leads nowhere for now, such as that the app is switched off, or null
   */
  record Path(String kind, String id, String name, String via, String groupId, String closed) {}

  record Token(String id, String name, Instant created, Instant expires) {}

  record Device(String id, String name, String platform, String status) {}

  record PlaceCount(String place, long events, Instant last) {}

  private final ReadDatabase database;
  private final EventLines lines;

  UserFacts(ReadDatabase database, EventLines lines) {
    this.database = database;
    this.lines = lines;
  }

  /** How they come to apps and admin roles: directly, through which group, or like everybody. */
  List<Path> paths(String integration, String user) {
    return database
        .sql(
            """
            with here as materialized (
              select 1 from store.resource u where u.integration = :integration and u.data_type = 'users' and u.parent_id = ''
                and u.id = :user and u.deleted_at is null and u.doc ->> 'status' is distinct from 'DEPROVISIONED'
            ), mine as materialized (
              select m.parent_id as group_id, g.doc #>> '{profile,name}' as name
              from store.resource m
              left join store.resource g on g.integration = m.integration and g.data_type = 'groups' and g.parent_id = '' and g.id = m.parent_id
              where m.integration = :integration and m.id = :user and m.data_type = 'group_members' and m.deleted_at is null
              union all
              select g.id, g.doc #>> '{profile,name}' from store.resource g, here
              where g.integration = :integration and g.data_type = 'groups' and g.deleted_at is null
                and g.doc ->> 'type' = 'BUILT_IN' and g.doc #>> '{profile,name}' = 'Everyone'
            ), own as materialized (
              select x.parent_id as app_id, x.doc ->> 'scope' as scope, x.doc ->> 'status' as status, x.doc #> '{_links,group}' as through
              from store.resource x
              where x.integration = :integration and x.id = :user and x.data_type = 'app_users' and x.deleted_at is null
            ), by_group as materialized (
              select x.parent_id as app_id, mine.name, mine.group_id
              from mine join store.resource x on x.integration = :integration and x.id = mine.group_id and x.data_type = 'app_groups' and x.deleted_at is null
            ), ways as (
              select 'role' as kind, a.id, coalesce(a.doc ->> 'label', a.doc ->> 'type') as name, null::text as via, null::text as group_id, null as app_status, null as status
              from store.resource a where a.integration = :integration and a.data_type = 'admin_roles' and a.parent_id = :user
                and a.deleted_at is null and a.doc ->> 'assignmentType' is distinct from 'GROUP' and a.doc ->> 'status' is distinct from 'INACTIVE'
              union all
              select 'role', a.id, coalesce(a.doc ->> 'label', a.doc ->> 'type'), mine.name, mine.group_id, null, null
              from mine join store.resource a on a.integration = :integration and a.data_type = 'group_roles'
                and a.parent_id = mine.group_id and a.deleted_at is null and a.doc ->> 'status' is distinct from 'INACTIVE'
              union all
              select 'app', p.id, p.label, null, null, p.status, own.status
              from own join okta.apps p on p.integration = :integration and p.parent_id = '' and p.id = own.app_id
              where own.scope is distinct from 'GROUP'
              union all
              select 'app', p.id, p.label, by_group.name, by_group.group_id, p.status, own.status
              from by_group join okta.apps p on p.integration = :integration and p.parent_id = '' and p.id = by_group.app_id
              left join own on own.app_id = p.id
              union all
              -- Okta keeps these of people who left, and of groups whose list couldn't be read.
              select 'app', p.id, p.label, coalesce(g.doc #>> '{profile,name}', own.through ->> 'name', 'a group'), g.id, p.status, own.status
              from own join okta.apps p on p.integration = :integration and p.parent_id = '' and p.id = own.app_id
              left join store.resource g on g.integration = :integration and g.data_type = 'groups' and g.parent_id = ''
                and g.id = substring(own.through ->> 'href' from '[^/]+$')
              where own.scope = 'GROUP' and own.app_id not in (select app_id from by_group)
              union all
              select 'app', p.id, p.label, 'everybody (Federation Broker Mode)', null, p.status, null
              from okta.apps p, here where p.integration = :integration and p.for_everyone and p.status = 'ACTIVE'
            )
            select kind, id, name, via, group_id,
                   coalesce('app ' || lower(nullif(app_status, 'ACTIVE')), 'assignment ' || lower(nullif(status, 'ACTIVE'))) as closed
            from ways order by kind desc, name, via nulls first limit 300\
            """)
        .param("integration", integration)
        .param("user", user)
        .query(
            (row, number) ->
                new Path(
                    row.getString("kind"),
                    row.getString("id"),
                    row.getString("name"),
                    row.getString("via"),
                    row.getString("group_id"),
                    row.getString("closed")))
        .list();
  }

  /** Whether everybody may open the app with this document, and nobody needs to be assigned. */
  boolean isForEveryone(String app) {
    return database
        .sql("select store.is_for_everyone(cast(? as jsonb))")
        .param(app)
        .query(Boolean.class)
        .single();
  }

  /** Whether a data type was ever read to its end; otherwise nothing found says nothing. */
  boolean readCompletely(String integration, String type) {
    return database
        .sql("select complete_at is not null from store.state_of(?, ?)")
        .params(integration, type)
        .query(Boolean.class)
        .optional()
        .orElse(false);
  }

  List<Token> tokens(String integration, String user) {
    return database
        .sql(
            "select id, name, created, expires_at from okta.api_tokens where integration = ? and"
                + " user_id = ? order by name limit 50")
        .params(integration, user)
        .query(
            (row, number) ->
                new Token(
                    row.getString("id"),
                    row.getString("name"),
                    Timestamps.instant(row, "created"),
                    Timestamps.instant(row, "expires_at")))
        .list();
  }

  List<Device> devices(String integration, String user) {
    return database
        .sql(
            """
            select id, doc #>> '{profile,displayName}' as name, doc #>> '{profile,platform}' as platform, doc ->> 'status' as status
            from store.resource
            where integration = :integration and data_type = 'devices' and deleted_at is null
              and (doc #> '{_embedded,users}') @> jsonb_build_array(jsonb_build_object('user', jsonb_build_object('id', :user::text)))
            order by 2 limit 50\
            """)
        .param("integration", integration)
        .param("user", user)
        .query(
            (row, number) ->
                new Device(
                    row.getString("id"),
                    row.getString("name"),
                    row.getString("platform"),
                    row.getString("status")))
        .list();
  }

  List<EventLine> events(String integration, String user) {
    return lines.linked(
        database
            .sql(
                EventLine.SELECT
                    + "from store.event e where e.integration = ? and e.actor_id = ? order by"
                    + " e.published desc limit 25")
            .params(integration, user)
            .query((row, number) -> EventLine.of(row))
            .list());
  }

  /** Events of the last 30 days by hour of the day, in UTC. */
  List<Long> hours(String integration, String user) {
    long[] hours = new long[24];
    database
        .sql(
            """
            select extract(hour from published at time zone 'UTC')::int, count(*) from store.event
            where integration = ? and actor_id = ? and published > now() - interval '30 days' group by 1\
            """)
        .params(integration, user)
        .query(
            row -> {
              hours[row.getInt(1)] = row.getLong(2);
            });
    return IntStream.range(0, 24).mapToObj(hour -> hours[hour]).toList();
  }

  List<PlaceCount> places(String integration, String user) {
    return database
        .sql(
            """
            select concat_ws(', ', doc #>> '{client,geographicalContext,city}', doc #>> '{client,geographicalContext,country}') as place,
                   count(*) as events, max(published) as last
            from store.event where integration = ? and actor_id = ? and published > now() - interval '30 days'
            group by 1 order by 2 desc limit 8\
            """)
        .params(integration, user)
        .query(
            (row, number) ->
                new PlaceCount(
                    row.getString("place"), row.getLong("events"), Timestamps.instant(row, "last")))
        .list();
  }
}
