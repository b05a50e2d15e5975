package org.oktadata.web.console;

import java.util.List;
import org.oktadata.integrations.Integration;
import org.oktadata.integrations.Integrations;
import org.oktadata.store.ReadDatabase;
import org.springframework.stereotype.Component;

/** Finds users, groups and apps of all integrations by words of their names, or by id. */
@Component
class NamedLines {

  static final int MOST = 50;

  /**
   * @param type data type, such as {@code users}
   * @param name login of a user
   * @param about name of a user, kind of a group or app
   */
  record Line(
      String integration, String type, String id, String name, String about, String status) {

    /** Path of its page. */
    public String path() {
      return "/%s/%s/%s".formatted(type, integration, id);
    }
  }

  private final ReadDatabase database;
  private final Integrations integrations;

  NamedLines(ReadDatabase database, Integrations integrations) {
    this.database = database;
    this.integrations = integrations;
  }

  /**
   * What has that id or login first, then by name; one more than {@link #MOST} where there are
   * more. Words are looked for in their indexes, never row by row, whatever a limit makes likely.
   */
  List<Line> find(String text) {
    return database
        .sql(
            """
            with users as materialized (
              select integration, data_type, id from store.resource
              where data_type = 'users' and deleted_at is null and store.user_words(doc) @@ store.asked_words(:text)
            ), others as materialized (
              select integration, data_type, id from store.resource
              where data_type in ('groups', 'apps') and deleted_at is null and store.name_words(doc) @@ store.asked_words(:text)
            ), found as (
              (select * from users limit 200) union (select * from others limit 200)
              union select integration, data_type, id from store.resource
                where integration = any (:integrations) and id = :text and data_type in ('users', 'groups', 'apps')
                  and parent_id = '' and deleted_at is null
              union select integration, data_type, id from store.resource
                where doc #>> '{profile,login}' = :text and integration = any (:integrations) and data_type = 'users' and deleted_at is null
            ), named as (
              select r.integration, r.data_type, r.id, r.doc,
                     coalesce(r.doc #>> '{profile,login}', r.doc ->> 'label', r.doc #>> '{profile,name}', r.id) as name
              from found f join store.resource r
                on (r.integration, r.data_type, r.parent_id, r.id) = (f.integration, f.data_type, '', f.id)
            )
            select integration, data_type, id, name, doc ->> 'status' as status,
                   case data_type when 'users' then concat_ws(' ', doc #>> '{profile,firstName}', doc #>> '{profile,lastName}')
                        when 'groups' then doc ->> 'type' else doc ->> 'signOnMode' end as about
            from named where integration = any (:integrations)
            order by id = :text desc, lower(name) = lower(:text) desc, lower(name), integration, id limit 51\
            """)
        .param("text", text)
        .param("integrations", names())
        .query(
            (row, number) ->
                new Line(
                    row.getString("integration"),
                    row.getString("data_type"),
                    row.getString("id"),
                    row.getString("name"),
                    row.getString("about"),
                    row.getString("status")))
        .list();
  }

  private String[] names() {
    return integrations.all().stream().map(Integration::name).toArray(String[]::new);
  }
}
