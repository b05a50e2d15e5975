package org.oktadata.collect;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.oktadata.catalogue.DataType;

/**
 * What a verification reads: one per cent of everything, and at least a few of each data type. Who
 * is drawn follows from the run's number, so that each run draws others, and a run that goes on
 * after a stop the same.
 */
final class Sample {

  /** Objects or lists of each data type that are read at least. */
  static final int AT_LEAST = 10;

  /** The part of a data type that is read where it has many. */
  static final double SHARE = 0.01;

  /** Pages up to which a list of the org is read each time. */
  private static final long SMALL = 2;

  private static final Pattern LIMIT = Pattern.compile("[?&]limit=(\\d+)");

  private Sample() {}

  /** One call each for known objects of the org. */
  static String ofObjects(DataType type) {
    return """
        insert into store.request (run_id, data_type, request, position, path)
        select :run, :type, v.id, v.place, %1$s
        from (
          select r.id, row_number() over (order by hashtextextended(r.id, :run), r.id) as place, count(*) over () as known
          from store.resource r
          where r.integration = :integration and r.data_type = :type and r.parent_id = '' and r.deleted_at is null
            and cast(:since as timestamptz) is not null
        ) v
        where v.place <= greatest(%2$s, ceil(v.known * %3$s))
        on conflict do nothing"""
        .formatted(ParentPlan.path(type.single()), AT_LEAST, SHARE);
  }

  /**
   * Lists of some parents. Long lists count as many as they have pages, so that a few of them don't
   * cost more than the share: the last one that is drawn may.
   */
  static String ofParents(DataType type) {
    return """
        insert into store.request (run_id, data_type, request, parent_id, position, path, closing, expected)
        select :run, :type, request, request, place, path, 'list', expected
        from (
          select l.*, count(*) over () as lists, sum(pages) over () as all_pages,
                 row_number() over drawn as place, sum(pages) over drawn - pages as pages_before
          from (
            select %1$s as request, %2$s as path, %3$s as expected, 1 + coalesce(h.held, 0) / %4$s as pages
            from okta.%5$s v
            left join (
              select parent_id as list, count(*) as held from store.resource
              where integration = :integration and data_type = :type and deleted_at is null group by parent_id
            ) h on h.list = %1$s
            where v.integration = :integration and %6$s
          ) l
          window drawn as (order by hashtextextended(request, :run), request)
        ) s
        where place <= greatest(%7$s, ceil(lists * %8$s)) and pages_before < greatest(%7$s, ceil(all_pages * %8$s))
        on conflict do nothing"""
        .formatted(
            ParentPlan.key("v"),
            ParentPlan.path(type.path()),
            type.expected().isEmpty() ? "null::bigint" : type.expected(),
            limit(type),
            type.parent(),
            ParentPlan.condition(type, false),
            AT_LEAST,
            SHARE);
  }

  /** Whether a list of the org is small, or as large as it is, has its turn today. */
  static boolean isTheListsTurn(DataType type, long rows) {
    long days = (1 + rows / limit(type) + SMALL - 1) / SMALL;
    long today = LocalDate.now(ZoneOffset.UTC).toEpochDay() + type.name().hashCode();
    return Math.floorMod(today, days) == 0;
  }

  private static long limit(DataType type) {
    Matcher limit = LIMIT.matcher(type.path());
    return limit.find() ? Long.parseLong(limit.group(1)) : Integer.MAX_VALUE;
  }
}
