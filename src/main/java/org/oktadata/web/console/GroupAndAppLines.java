package org.oktadata.web.console;

import java.util.List;
import org.oktadata.store.ReadDatabase;
import org.springframework.stereotype.Component;

/**
 * Finds groups and apps by words of their names, or by id. Many may have the same name, so a page
 * ends at a name and an id.
 */
@Component
class GroupAndAppLines {

  /**
   * @param kind type of a group, sign-on mode of an app
   */
  record Line(String integration, String id, String name, String kind, String status) {}

  static final int PAGE = 50;

  private final ReadDatabase database;

  GroupAndAppLines(ReadDatabase database) {
    this.database = database;
  }

  List<Line> groups(String integration, String text, String after, String afterId) {
    return find(
        "groups", "doc #>> '{profile,name}'", "doc ->> 'type'", integration, text, after, afterId);
  }

  List<Line> apps(String integration, String text, String after, String afterId) {
    return find(
        "apps", "doc ->> 'label'", "doc ->> 'signOnMode'", integration, text, after, afterId);
  }

  /** In the order of the indexes of beginnings, that of code points: any other sorts all names. */
  private List<Line> find(
      String type,
      String name,
      String kind,
      String integration,
      String text,
      String after,
      String afterId) {
    String asked = text.strip();
    return database
        .sql(
            """
            with matching as materialized (
              select id from store.resource where integration = :integration and data_type = '%1$s' and deleted_at is null
                and data_type in ('groups', 'apps') and store.name_words(doc) @@ store.asked_words(:text)
              union select :text
            )
            select integration, id, %2$s as name, %3$s as kind, doc ->> 'status' as status from store.resource
            where integration = :integration and data_type = '%1$s' and deleted_at is null
              and %4$s and (lower(%2$s), id) operator(~>~) (lower(:after), :afterId)
            order by lower(%2$s) using ~<~, id using ~<~ limit :most\
            """
                .formatted(
                    type, name, kind, asked.isEmpty() ? "true" : "id in (select id from matching)"))
        .param("integration", integration)
        .param("text", asked)
        .param("after", after)
        .param("afterId", afterId)
        .param("most", PAGE)
        .query(
            (row, number) ->
                new Line(
                    row.getString("integration"),
                    row.getString("id"),
                    row.getString("name"),
                    row.getString("kind"),
                    row.getString("status")))
        .list();
  }
}
