package org.oktadata.web.console;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.oktadata.store.ReadDatabase;
import org.oktadata.store.Timestamps;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;

/** Finds users by words of their names, or by what is counted about them. */
@Component
class UserLines {

  static final int PAGE = 50;

  record Line(
      String integration,
      String id,
      String login,
      String name,
      String status,
      String strength,
      boolean admin,
      Instant lastLogin) {}

  private static final String COLUMNS =
      """
      select r.integration, r.id, r.doc #>> '{profile,login}' as login, r.doc ->> 'status' as status,
             concat_ws(' ', r.doc #>> '{profile,firstName}', r.doc #>> '{profile,lastName}') as name,
             store.instant(r.doc ->> 'lastLogin') as last_login, i.strength, coalesce(i.admin, false) as admin
      """;

  private final ReadDatabase database;

  UserLines(ReadDatabase database) {
    this.database = database;
  }

  /** A page; of a text search one more, where there are more than a page. */
  List<Line> find(String integration, UserSearch search) {
    return search.text() == null ? filtered(integration, search) : named(integration, search);
  }

  /** Each word must begin one of a user's names; who has that id or login comes first. */
  private List<Line> named(String integration, UserSearch search) {
    String where = conditions(search);
    String filtered =
        where.isEmpty()
            ? ""
            : " and exists (select from store.identity i where i.integration = r.integration and i.user_id = r.id"
                + where
                + ")";
    StatementSpec query =
        database
            .sql(
                """
            with matching as materialized (
              select id from store.resource r where %1$s and store.user_words(doc) @@ store.asked_words(:text)
            ), found as (
              (select id from matching limit 200)
              union select id from store.resource r where %1$s and doc #>> '{profile,login}' = :text
              union select id from store.resource r where %1$s and parent_id = '' and id = :text
            )\
            """
                        .formatted(
                            "integration = :integration and data_type = 'users' and deleted_at is null"
                                + filtered)
                    + COLUMNS
                    + """
                from found join store.resource r on r.integration = :integration and r.data_type = 'users' and r.parent_id = '' and r.id = found.id
                left join store.identity i on i.integration = r.integration and i.user_id = r.id
                order by r.id = :text desc, lower(r.doc #>> '{profile,login}') = lower(:text) desc, lower(r.doc #>> '{profile,login}') limit 51\
                """)
            .param("integration", integration)
            .param("text", search.text());
    return filters(query, search).query((row, number) -> line(row)).list();
  }

  private List<Line> filtered(String integration, UserSearch search) {
    StringBuilder where = new StringBuilder("where i.integration = :integration");
    where.append(conditions(search));
    add(where, search.after(), " and (lower(i.login), i.user_id) > (lower(:after), :afterId)");
    StatementSpec query =
        database
            .sql(
                "with i as (select i.* from store.identity i "
                    + where
                    + " order by lower(i.login), i.user_id limit 50) "
                    + COLUMNS
                    + """
                    from i join store.resource r on r.integration = i.integration and r.data_type = 'users' and r.parent_id = '' and r.id = i.user_id
                    order by lower(i.login), i.user_id\
                    """)
            .param("integration", integration)
            .param("after", search.after())
            .param("afterId", search.afterId() == null ? "" : search.afterId());
    return filters(query, search).query((row, number) -> line(row)).list();
  }

  /** What is counted about a user, its row being i. */
  private static String conditions(UserSearch search) {
    StringBuilder where = new StringBuilder();
    add(where, search.status(), " and i.status = :status");
    add(where, search.strength(), " and i.strength = :strength");
    add(where, Boolean.TRUE.equals(search.admin()) ? "" : null, " and i.admin");
    add(where, Boolean.FALSE.equals(search.admin()) ? "" : null, " and not i.admin");
    add(where, search.role(), " and i.admin and :role = any (i.roles)");
    add(
        where,
        search.dormantDays(),
        " and i.status = 'ACTIVE' and i.last_login < now() - make_interval(days => :days)");
    add(
        where,
        "never".equals(search.dormant()) ? "" : null,
        " and i.status = 'ACTIVE' and i.last_login is null");
    return where.toString();
  }

  private static StatementSpec filters(StatementSpec query, UserSearch search) {
    StatementSpec filled =
        query
            .param("status", search.status())
            .param("strength", search.strength())
            .param("role", search.role());
    return search.dormantDays() == null ? filled : filled.param("days", search.dormantDays());
  }

  private static void add(StringBuilder where, Object value, String condition) {
    if (value != null) {
      where.append(condition);
    }
  }

  /** A beginning as a LIKE pattern. */
  static String like(String beginning) {
    return beginning.replaceAll("([\\\\%_])", "\\\\$1") + "%";
  }

  private static Line line(ResultSet row) throws SQLException {
    return new Line(
        row.getString("integration"),
        row.getString("id"),
        row.getString("login"),
        row.getString("name"),
        row.getString("status"),
        row.getString("strength"),
        row.getBoolean("admin"),
        Timestamps.instant(row, "last_login"));
  }
}
