package org.oktadata.collect;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.oktadata.catalogue.DataType;

/**
 * The SQL that plans one list for each parent. Conditions, orders and counts come from the
 * catalogue, which an operator owns like the routes.
 */
final class ParentPlan {

  private static final String TOUCHED =
      "(select integration, '' as parent_id, object_id as id, cause_event, events, run_id, data_type from store.refresh) v";

  /** What events touched, with the parent apart from the row of its list. */
  private static final String ROWS =
      """
      select integration, data_type, run_id, split_part(object_id, '/', 1) as id,
             split_part(object_id, '/', 2) as child, cause_event
      from store.refresh""";

  /**
   * Whether reading the whole list of a parent takes no more calls than the rows touched in it. The
   * pages are counted by what is stored, with 500 rows in each.
   */
  private static final String LIST_IS_CHEAPER =
      """
      (bool_or(child = '') or count(*) > 1 + (select count(*) from store.resource r
         where r.integration = t.integration and r.data_type = t.data_type and r.parent_id = t.id and r.deleted_at is null) / 500)""";

  private static final String WHOLE_LISTS =
      "(select integration, '' as parent_id, id, run_id, data_type from (%s) t group by integration, data_type, run_id, id having %s) v"
          .formatted(ROWS, LIST_IS_CHEAPER);

  /** Ids of users, groups, apps, policies and devices, as Okta makes them. */
  private static final String OKTAS_ID = "^[A-Za-z0-9_-]{20}$";

  /** Added to the places of what events touched: it is read after all that is read anyway. */
  private static final String AFTER_ALL = "1000000000";

  /** Added to the places of what failed before: where it fails again nothing else does. */
  private static final String LAST_OF_ALL = "2000000000";

  private static final Pattern COLUMN = Pattern.compile("\\{([a-z_]+)}");

  private ParentPlan() {}

  /** Lists of all parents that can have rows; in a delta, of those that changed. */
  static String ofParents(DataType type, boolean delta) {
    return """
        insert into store.request (run_id, data_type, request, parent_id, position, path, closing, expected)
        select :run, :type, request, request, row_number() over (), path, 'list', expected
        from (
          select %s as request, %s as path, %s as expected
          from okta.%s v
          where v.integration = :integration and %s
          order by %s v.id
        ) planned
        on conflict do nothing"""
        .formatted(
            key("v"),
            path(type.path()),
            expected(type),
            type.parent(),
            condition(type, delta),
            type.parents().order().isEmpty() ? "" : type.parents().order() + ", ");
  }

  /** How many parents there are to read. */
  static String countOfParents(DataType type) {
    return "select count(*) from okta.%s v where v.integration = :integration and %s"
        .formatted(type.parent(), condition(type, false));
  }

  /**
   * Lists of the parents that events touched, known or not; what isn't known has to look like an
   * id, because Okta takes logins and "me" in its place, and has the same rows below them. Where
   * the path takes more of a parent than its id, of known ones that can have rows; the event may
   * then name what the parent is of, such as the user who has a role.
   */
  static String ofTouched(DataType type) {
    boolean onlyId = onlyId(type.path());
    String source =
        onlyId
            ? (type.touched().child().isEmpty() ? TOUCHED : WHOLE_LISTS)
                + " left join okta.%s p on p.integration = v.integration and p.id = v.id"
                    .formatted(type.parent())
            : "(select x.*, f.cause_event, f.events, f.run_id, f.data_type from store.refresh f join okta.%s x"
                    .formatted(type.parent())
                + " on x.integration = f.integration and f.object_id <> '' and f.object_id in (x.id, split_part(x.parent_id, '/', 1))) v cross join (select null) p";
    return """
        insert into store.request (run_id, data_type, request, parent_id, position, path, closing, cause_event)
        select :run, :type, %1$s, %1$s, row_number() over () + %6$s, %2$s, 'list', %5$s
        from %3$s
        where v.run_id = :run and v.integration = :integration and v.data_type = :type and v.id <> '' and %4$s
        on conflict do nothing"""
        .formatted(
            key("v"),
            path(type.path()),
            source,
            touchedCondition(type, onlyId),
            cause(type, "v"),
            AFTER_ALL);
  }

  /**
   * The event that explains whatever changed in a list: the only one that touched it. Where events
   * name the row that they are about, as those of memberships do, it explains no other.
   */
  static String cause(DataType type, String refresh) {
    return type.refers().isEmpty() && type.touched().child().isEmpty()
        ? "case when %1$s.events = 1 then %1$s.cause_event end".formatted(refresh)
        : "null::text";
  }

  /**
   * Lists of known parents that events touched and that are left out of a complete reading, because
   * they have no rows by what is known of them: that may be older than the event.
   */
  static String ofTouchedWithoutRows(DataType type) {
    return """
        insert into store.request (run_id, data_type, request, parent_id, position, path, closing)
        select :run, :type, %1$s, %1$s, row_number() over () + %5$s, %2$s, 'list'
        from okta.%3$s v
        where v.integration = :integration and %4$s and exists (
          select from store.refresh f
          where f.run_id = :run and f.integration = v.integration and f.data_type = :type and split_part(f.object_id, '/', 1) = v.id)
        on conflict do nothing"""
        .formatted(key("v"), path(type.path()), type.parent(), isRead(type), AFTER_ALL);
  }

  private static String touchedCondition(DataType type, boolean onlyId) {
    if (onlyId) {
      return "(p.id is not null or v.id ~ '%s') and %s".formatted(OKTAS_ID, isRead(type));
    }
    return type.parents().where().isEmpty() ? "true" : "(" + type.parents().where() + ")";
  }

  /**
   * The rows of parents' lists that events touched, one call each, where that takes fewer calls
   * than the lists. Rows that went with what they refer to need none.
   */
  static String ofTouchedRows(DataType type) {
    return """
        insert into store.request (run_id, data_type, request, parent_id, position, path, closing, cause_event)
        select :run, :type, v.id || '/' || v.child, v.id, row_number() over () + %4$s, %1$s, 'none', v.cause_event
        from (%2$s) v
        where v.run_id = :run and v.integration = :integration and v.data_type = :type and v.child <> ''
          and not exists (select from store.request q
            where q.run_id = v.run_id and q.data_type = v.data_type and q.request = v.id)
          and not exists (select from store.resource o
            where o.integration = v.integration and o.data_type = '%3$s' and o.id = v.child and o.deleted_at is not null)
        on conflict do nothing"""
        .formatted(path(type.single()), ROWS, type.refers(), AFTER_ALL);
  }

  /** Lists that could not be read before, one that has waited longest first. */
  static String ofUnread(DataType type) {
    return """
        insert into store.request (run_id, data_type, request, parent_id, position, path, closing)
        select :run, :type, u.request, u.request, row_number() over (order by u.tried_at nulls first) + %s, %s, 'list'
        from store.unread_list u join okta.%s v on v.integration = u.integration and %s = u.request
        where u.integration = :integration and u.data_type = :type and %s
        on conflict do nothing"""
        .formatted(LAST_OF_ALL, path(type.path()), type.parent(), key("v"), canHaveRows(type));
  }

  /**
   * A child's key of its parent: the ids from the root down, since ids are unique in their list
   * only.
   */
  static String key(String alias) {
    return "case when %1$s.parent_id = '' then %1$s.id else %1$s.parent_id || '/' || %1$s.id end"
        .formatted(alias);
  }

  /** How many rows the list of a parent should hold, as far as the line says. */
  static String expected(DataType type) {
    return type.parents().expected().isEmpty() ? "null::bigint" : type.parents().expected();
  }

  /** Turns {@code /api/v1/users/{id}/factors} into the SQL that fills in a parent's columns. */
  static String path(String path) {
    String literal = path.replace("'", "''");
    StringBuilder sql = new StringBuilder("'");
    Matcher column = COLUMN.matcher(literal);
    int from = 0;
    while (column.find()) {
      sql.append(literal, from, column.start())
          .append("' || store.segment(v.")
          .append(column.group(1))
          .append("::text) || '");
      from = column.end();
    }
    return sql.append(literal.substring(from)).append("'").toString();
  }

  /** Whether a path takes nothing of a parent but its id, so that any parent has one. */
  static boolean onlyId(String path) {
    return COLUMN.matcher(path).results().allMatch(match -> match.group(1).equals("id"));
  }

  static String condition(DataType type, boolean delta) {
    if (delta) {
      return "%s and (%s)".formatted(isRead(type), type.parents().changed());
    }
    String all = "cast(:since as timestamptz) is not null and " + canHaveRows(type);
    return type.parents().once().isEmpty()
        ? all
        : "%s and ((%s) is not true or v.changed_at > :since)"
            .formatted(all, type.parents().once());
  }

  private static String canHaveRows(DataType type) {
    return type.parents().where().isEmpty()
        ? isRead(type)
        : "%s and (%s)".formatted(isRead(type), type.parents().where());
  }

  /** Whether lists of a parent are ever read. */
  static String isRead(DataType type) {
    return type.parents().never().isEmpty()
        ? "true"
        : "(" + type.parents().never() + ") is not true";
  }
}
