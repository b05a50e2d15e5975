package org.oktadata.findings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Passes over the groups whose matches can't complete anything yet, for all rules of a batch in one
 * statement: everyday events leave hardly one.
 */
@Component
class RipeGroups {

  /** What each group has of what its rule requires. */
  private static final String RIPE =
      """
      select t.number,
             t.step = '' or t.times = (
               select count(*) from (select from store.match m where m.place = t.place and m.step = t.step
                                     and m.published between t.since and t.until limit t.times) enough) as first,
             t.also = '' or t.also_times = (
               select count(*) from (select from store.match m where m.place = t.place and m.step = t.also
                                     and m.published between t.since and t.until limit t.also_times) enough) as second,
             not t.compare or exists (
               select from unnest(string_to_array(t.steps, ',')) s(name),
               lateral (select m.different from store.match m where m.place = t.place and m.step = s.name
                        and m.published between t.since and t.until order by m.published desc limit %d) latest
               where latest.different <> t.different) as differs
      from unnest(:c0::int[], :c1::uuid[], :c2::timestamptz[], :c3::timestamptz[], :c4::text[], :c5::text[], :c6::int[], :c7::text[], :c8::int[],
                  :c9::boolean[], :c10::bigint[])
           t(number, place, since, until, steps, step, times, also, also_times, compare, different)"""
          .formatted(1_000);

  private final JdbcClient database;
  private final RuleLibrary library;
  private final QuietGroups quiet = new QuietGroups();

  RipeGroups(JdbcClient database, RuleLibrary library) {
    this.database = database;
    this.library = library;
  }

  /** The groups that are worth a look, by rule; a rule without any isn't there. */
  Map<Detection, List<Touched>> of(Map<Detection, List<Match>> found) {
    Map<Detection, List<Touched>> worth = new LinkedHashMap<>();
    List<Asked> asked = new ArrayList<>();
    Columns columns = new Columns();
    found.forEach(
        (rule, matches) -> {
          Rows rows = new Rows(rule);
          for (Touched group : Touched.of(rule, matches)) {
            if (!quiet.stays(group)) {
              columns.add(rows.of(asked.size(), group));
              asked.add(new Asked(rule, group));
            }
          }
        });
    if (!columns.isEmpty()) {
      columns
          .in(database.sql(RIPE))
          .query(
              row -> {
                Asked one = asked.get(row.getInt(1));
                quiet.learn(
                    one.group(),
                    one.rule().correlation().window(),
                    !row.getBoolean(2),
                    !row.getBoolean(4));
                if (row.getBoolean(2) && row.getBoolean(3) && row.getBoolean(4)) {
                  worth.computeIfAbsent(one.rule(), r -> new ArrayList<>()).add(one.group());
                }
              });
    }
    return worth;
  }

  /**
   * Others stored matches too, or the rules aren't the same any more: everything is asked again.
   */
  void forget() {
    quiet.forget();
  }

  private record Asked(Detection rule, Touched group) {}

  /** The questions about a rule's groups. */
  private final class Rows {

    private final Correlation correlation;
    private final String steps;
    private final String[] first;
    private final String[] second;

    private Rows(Detection rule) {
      correlation = rule.correlation();
      steps = rule.steps().stream().map(Step::name).collect(Collectors.joining(","));
      Map<String, Object> settings = SettingValues.of(rule, library.settings());
      first = asked(correlation.required().steps(), 0, settings);
      second = asked(correlation.required().steps(), 1, settings);
    }

    private String[] of(int number, Touched group) {
      boolean compare = !correlation.required().different().isEmpty() && !group.differs();
      return new String[] {
        Integer.toString(number),
        group.place().toString(),
        group.since().minus(correlation.window()).toString(),
        group.until().plus(correlation.window()).toString(),
        steps,
        first[0],
        first[1],
        second[0],
        second[1],
        Boolean.toString(compare),
        Long.toString(group.different())
      };
    }
  }

  /** Two conditions are enough to pass over nearly all; those behind are judged by the rule. */
  private static String[] asked(
      List<Requirements.AtLeast> required, int place, Map<String, Object> settings) {
    if (place >= required.size() || required.get(place).times(settings) < 1) {
      return new String[] {"", "0"};
    }
    Requirements.AtLeast step = required.get(place);
    return new String[] {step.step(), Integer.toString(step.times(settings))};
  }
}
