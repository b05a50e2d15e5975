package org.oktadata.web.console;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.oktadata.store.ReadDatabase;
import org.oktadata.store.Timestamps;
import org.springframework.stereotype.Component;

/** Reads documents as they were at a moment, from the present rows and the history. */
@Component
class PastRows {

  static final int MOST = 200;

  /**
   * @param name of what the row leads to, or null
   */
  record Row(String parentId, String id, String name, String doc, Instant since) {}

  /**
   * What is known of an id, whenever that was.
   *
   * @param doc as it last was
   * @param deletedAt when it was noticed that Okta no longer has it, or null
   */
  record Known(String doc, Instant firstSeen, Instant deletedAt) {

    public boolean goneAt(Moment moment) {
      return deletedAt != null && !deletedAt.isAfter(moment.instant());
    }

    public boolean unknownAt(Moment moment) {
      return firstSeen.isAfter(moment.instant());
    }
  }

  private final ReadDatabase database;

  PastRows(ReadDatabase database) {
    this.database = database;
  }

  /** The document of a root list. */
  Optional<Row> document(String integration, String type, String id, Moment moment) {
    return rows(integration, type, "parent_id = '' and id", id, moment, null).stream().findFirst();
  }

  /** What belongs to a parent; {@code of} is the list that knows the names of its ids. */
  List<Row> children(String integration, String type, String parent, Moment moment, String of) {
    return rows(integration, type, "parent_id", parent, moment, of == null ? null : of + " id");
  }

  /** Where an id occurs; {@code of} is the list that knows the names of the parents. */
  List<Row> parents(String integration, String type, String id, Moment moment, String of) {
    return rows(integration, type, "id", id, moment, of + " parent_id");
  }

  /** What was ever known of an id of a root list. */
  Optional<Known> known(String integration, String type, String id) {
    return database
        .sql(
            """
            select doc::text as doc, first_seen, deleted_at from store.resource
            where integration = ? and data_type = ? and parent_id = '' and id = ?\
            """)
        .params(integration, type, id)
        .query(
            (row, number) ->
                new Known(
                    row.getString("doc"),
                    Timestamps.instant(row, "first_seen"),
                    Timestamps.instant(row, "deleted_at")))
        .optional();
  }

  private List<Row> rows(
      String integration, String type, String column, String value, Moment moment, String names) {
    String name = names == null ? "null" : "n.name";
    String join =
        names == null
            ? ""
            : """
            left join lateral (
              select coalesce(x.doc #>> '{profile,login}', x.doc #>> '{profile,name}', x.doc ->> 'label', x.doc ->> 'name') as name
              from store.resource x where x.integration = :integration and x.data_type = '%s' and x.parent_id = '' and x.id = v.%s
            ) n on true\
            """
                .formatted((Object[]) names.split(" "));
    return database
        .sql(
            """
            select v.parent_id, v.id, %2$s as name, v.doc::text as doc, v.since from (
              select parent_id, id, doc, changed_at as since from store.resource
              where integration = :integration and data_type = :type and %1$s = :value
                and changed_at <= :at and (deleted_at is null or deleted_at > :at)
              union all
              select parent_id, id, doc, valid_from from store.resource_history
              where integration = :integration and data_type = :type and %1$s = :value
                and valid_from <= :at and valid_to > :at
              limit %4$d
            ) v %3$s
            order by 3, 2\
            """
                .formatted(column, name, join, MOST))
        .param("integration", integration)
        .param("type", type)
        .param("value", value)
        .param("at", Timestamp.from(moment.instant()))
        .query(
            (row, number) ->
                new Row(
                    row.getString("parent_id"),
                    row.getString("id"),
                    row.getString("name"),
                    row.getString("doc"),
                    Timestamps.instant(row, "since")))
        .list();
  }
}
