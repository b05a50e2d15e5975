package org.oktadata.findings;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Passes over the groups whose matches can't complete anything yet, for all rules of a batch in one
 * statement: everyday events leave hardly one.
 */
@Component
class RipeGroups {

  private static final String RIPE =
      """
      select t.place from unnest(:c0::uuid[], :c1::timestamptz[], :c2::timestamptz[], :c3::text[], :c4::text[], :c5::int[], :c6::text[], :c7::int[],
                                 :c8::boolean[], :c9::bigint[]) t(place, since, until, steps, step, times, also, also_times, compare, different)
      where (t.step = '' or t.times = (
               select count(*) from (select from store.match m where m.place = t.place and m.step = t.step
                                     and m.published between t.since and t.until limit t.times) enough))
        and (t.also = '' or t.also_times = (
               select count(*) from (select from store.match m where m.place = t.place and m.step = t.also
                                     and m.published between t.since and t.until limit t.also_times) enough))
        and (not t.compare or exists (
               select from unnest(string_to_array(t.steps, ',')) s(name),
               lateral (select m.different from store.match m where m.place = t.place and m.step = s.name
                        and m.published between t.since and t.until order by m.published desc limit %d) latest
               where latest.different <> t.different))"""
          .formatted(1_000);

  private final JdbcClient database;
  private final RuleLibrary library;

  RipeGroups(JdbcClient database, RuleLibrary library) {
    this.database = database;
    this.library = library;
  }

  /** The groups that are worth a look, by rule; a rule without any isn't there. */
  Map<Detection, List<Touched>> of(Map<Detection, List<Match>> found) {
    Map<Detection, List<Touched>> touched = new LinkedHashMap<>();
    Columns asked = new Columns();
    found.forEach(
        (rule, matches) -> {
          List<Touched> groups = Touched.of(rule.id(), matches);
          touched.put(rule, groups);
          ask(rule, groups, asked);
        });
    Set<String> ripe =
        asked.isEmpty()
            ? Set.of()
            : new HashSet<>(asked.in(database.sql(RIPE)).query(String.class).list());
    Map<Detection, List<Touched>> worth = new LinkedHashMap<>();
    touched.forEach(
        (rule, groups) -> {
          List<Touched> left =
              groups.stream().filter(group -> ripe.contains(group.place().toString())).toList();
          if (!left.isEmpty()) {
            worth.put(rule, left);
          }
        });
    return worth;
  }

  private void ask(Detection rule, List<Touched> groups, Columns asked) {
    Correlation correlation = rule.correlation();
    List<Requirements.AtLeast> required = correlation.required().steps();
    Map<String, Object> settings = SettingValues.of(rule, library.settings());
    String[] first = asked(required, 0, settings);
    String[] second = asked(required, 1, settings);
    String steps = rule.steps().stream().map(Step::name).collect(Collectors.joining(","));
    for (Touched group : groups) {
      boolean compare = !correlation.required().different().isEmpty() && !group.differs();
      asked.add(
          group.place().toString(),
          group.since().minus(correlation.window()).toString(),
          group.until().plus(correlation.window()).toString(),
          steps,
          first[0],
          first[1],
          second[0],
          second[1],
          Boolean.toString(compare),
          Long.toString(group.different()));
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
