package org.oktadata.web.console;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.oktadata.store.ReadDatabase;
import org.oktadata.store.Timestamps;
import org.springframework.stereotype.Component;

/**
 * Reads who belongs to a group, or is assigned to an app: 50 at a time, however many there are.
 * They are in the order of their logins; a very large crowd, and one of a past day, in that of
 * their ids.
 */
@Component
class Members {

  static final int PAGE = 50;

  /** Where counting ends, and sorting: nobody reads a larger number digit by digit. */
  static final int MOST = 10_000;

  /**
   * A user.
   *
   * @param name login, or the id of somebody who isn't known
   * @param known whether they have a page
   * @param created when Okta made the assignment, or null where it doesn't say
   * @param since when it was noticed
   */
  record Line(String id, String name, boolean known, String created, Instant since) {}

  /**
   * Some of them.
   *
   * @param count of all, or {@link #MOST} + 1 where there are more than that; null on a past day
   * @param next where the next page goes on, null on the last
   * @param cut whether more were found than are shown, and no page goes on
   */
  record Page(List<Line> lines, Long count, String next, boolean cut) {}

  private static final String ROWS =
      """
      select id, doc ->> 'created' as created, changed_at as since from store.resource
      where integration = :integration and data_type = :type and parent_id = :parent\
      """;

  private static final String BY_ID =
      ROWS + " and deleted_at is null and id > :after order by id limit :most";

  private static final String BY_LOGIN =
      """
      select m.id, m.doc ->> 'created' as created, m.changed_at as since from store.resource m
      left join store.identity i on i.integration = m.integration and i.user_id = m.id
      where m.integration = :integration and m.data_type = :type and m.parent_id = :parent and m.deleted_at is null
        and (:after = '' or (lower(coalesce(i.login, m.id)), m.id) > (coalesce(
          (select lower(l.login) from store.identity l where l.integration = :integration and l.user_id = :after), lower(:after)), :after))
      order by lower(coalesce(i.login, m.id)), m.id limit :most\
      """;

  private static final String PAST =
      ROWS
          + """
             and changed_at <= :at and (deleted_at is null or deleted_at > :at) and id > :after
            union all
            select id, doc ->> 'created', valid_from from store.resource_history
            where integration = :integration and data_type = :type and parent_id = :parent
              and valid_from <= :at and valid_to > :at and id > :after
            order by id limit :most\
            """;

  /** Found through the index of words, and then looked up among the members. */
  private static final String NAMED =
      """
      with matching as materialized (
        select r.id from store.resource r where r.integration = :integration and r.data_type = 'users' and r.deleted_at is null
          and store.user_words(r.doc) @@ store.asked_words(:text)
        union select r.id from store.resource r where r.integration = :integration and r.data_type = 'users' and r.deleted_at is null
          and r.doc #>> '{profile,login}' = :text
        union select :text
      )
      select x.id, x.doc #>> '{profile,login}' as name, true as known, m.doc ->> 'created' as created, m.changed_at as since
      from matching f
      join store.resource m on m.integration = :integration and m.data_type = :type and m.parent_id = :parent and m.id = f.id
      join store.resource x on x.integration = :integration and x.data_type = 'users' and x.parent_id = '' and x.id = f.id
      where m.deleted_at is null and x.deleted_at is null
      order by lower(x.doc #>> '{profile,login}') limit :most\
      """;

  private final ReadDatabase database;

  Members(ReadDatabase database) {
    this.database = database;
  }

  Page of(String integration, String type, String parent, MemberSearch search) {
    Moment moment = search.moment();
    if (search.member() != null && moment.now()) {
      List<Line> found = named(integration, type, parent, search.member());
      boolean cut = found.size() > PAGE;
      return new Page(cut ? found.subList(0, PAGE) : found, null, null, cut);
    }
    Long count = moment.now() ? count(integration, type, parent) : null;
    String rows = count == null ? PAST : count > MOST ? BY_ID : BY_LOGIN;
    List<Line> lines =
        database
            .sql(
                """
                select m.id, coalesce(x.doc #>> '{profile,login}', m.id) as name, x.id is not null as known, m.created, m.since
                from (select *, row_number() over () as place from (%s) r) m
                left join store.resource x on x.integration = :integration and x.data_type = 'users' and x.parent_id = '' and x.id = m.id
                order by m.place\
                """
                    .formatted(rows))
            .param("integration", integration)
            .param("type", type)
            .param("parent", parent)
            .param("after", search.after() == null ? "" : search.after())
            .param("at", Timestamp.from(moment.instant()))
            .param("most", PAGE + 1)
            .query((row, number) -> line(row))
            .list();
    boolean more = lines.size() > PAGE;
    List<Line> shown = more ? lines.subList(0, PAGE) : lines;
    return new Page(shown, count, more ? shown.get(PAGE - 1).id() : null, false);
  }

  private List<Line> named(String integration, String type, String parent, String text) {
    return database
        .sql(NAMED)
        .param("integration", integration)
        .param("type", type)
        .param("parent", parent)
        .param("text", text)
        .param("most", PAGE + 1)
        .query((row, number) -> line(row))
        .list();
  }

  private long count(String integration, String type, String parent) {
    return database
        .sql(
            "select count(*) from (%s and deleted_at is null limit %d) m".formatted(ROWS, MOST + 1))
        .param("integration", integration)
        .param("type", type)
        .param("parent", parent)
        .query(Long.class)
        .single();
  }

  private static Line line(ResultSet row) throws SQLException {
    return new Line(
        row.getString("id"),
        row.getString("name"),
        row.getBoolean("known"),
        row.getString("created"),
        Timestamps.instant(row, "since"));
  }
}
