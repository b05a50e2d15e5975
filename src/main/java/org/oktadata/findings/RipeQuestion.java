package org.oktadata.findings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.oktadata.findings.GroupNeeds.Needed;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Asks what groups have of what their rules need, all groups of all rules in one statement. */
final class RipeQuestion {

  /**
   * A group whose new matches may complete something.
   *
   * @param stored whether it may have other matches in the database
   */
  record Asked(GroupNeeds needs, GroupOfMatches group, boolean stored) {}

  /**
   * What a group has.
   *
   * @param key whether it has the step that everything waits for, often enough
   * @param also whether it has the other one
   * @param different whether its matches differ, or needn't
   */
  record Answer(
      Detection rule, GroupOfMatches group, boolean key, boolean also, boolean different) {}

  /**
   * Of matches that are alike one is kept in each part of the window, so one that differs is looked
   * for a part further back.
   */
  private static final String SQL =
      """
      select t.number,
             t.key = '' or t.key_times = (
               select count(*) from (select from store.match m where m.place = t.place and m.step = t.key
                                     and m.published between t.since and t.until limit t.key_times) enough) as key,
             t.also = '' or t.also_times = (
               select count(*) from (select from store.match m where m.place = t.place and m.step = t.also
                                     and m.published between t.since and t.until limit t.also_times) enough) as also,
             not t.compare or exists (
               select from unnest(string_to_array(t.steps, ',')) s(name),
               lateral (select m.different from store.match m where m.place = t.place and m.step = s.name
                        and m.published between t.since - (t.until - t.since) / %d and t.until order by m.published desc limit %d) latest
               where latest.different <> t.value) as different
      from unnest(:c0::int[], :c1::uuid[], :c2::timestamptz[], :c3::timestamptz[], :c4::text[], :c5::text[], :c6::int[], :c7::text[], :c8::int[],
                  :c9::boolean[], :c10::bigint[])
           t(number, place, since, until, steps, key, key_times, also, also_times, compare, value)\
      """
          .formatted(KnownGroup.PARTS, 1_000);

  private final JdbcClient database;

  RipeQuestion(JdbcClient database) {
    this.database = database;
  }

  /** An answer for each group, in any order. */
  List<Answer> answers(List<Asked> groups) {
    List<Answer> answers = new ArrayList<>();
    Columns rows = new Columns();
    for (int number = 0; number < groups.size(); number++) {
      Asked asked = groups.get(number);
      if (asked.stored()) {
        rows.add(row(number, asked.needs(), asked.group()));
      } else {
        answers.add(ofNewMatches(asked.needs(), asked.group()));
      }
    }
    if (!rows.isEmpty()) {
      rows.in(database.sql(SQL))
          .query(
              row -> {
                Asked asked = groups.get(row.getInt("number"));
                answers.add(
                    new Answer(
                        asked.needs().rule(),
                        asked.group(),
                        row.getBoolean("key"),
                        row.getBoolean("also"),
                        row.getBoolean("different")));
              });
    }
    return answers;
  }

  private static Answer ofNewMatches(GroupNeeds needs, GroupOfMatches group) {
    return new Answer(
        needs.rule(),
        group,
        needs.key().isIn(group),
        needs.also().isIn(group),
        !needs.lacksDifference(group));
  }

  /** In the order of the columns of {@code t}. */
  private static String[] row(int number, GroupNeeds needs, GroupOfMatches group) {
    Duration window = needs.rule().correlation().window();
    Needed key = needs.key();
    Needed also = needs.also();
    return new String[] {
      Integer.toString(number),
      group.place().toString(),
      group.since().minus(window).toString(),
      group.until().plus(window).toString(),
      needs.steps(),
      key.step(),
      Integer.toString(key.times()),
      also.step(),
      Integer.toString(also.times()),
      Boolean.toString(needs.lacksDifference(group)),
      Long.toString(group.different())
    };
  }
}
