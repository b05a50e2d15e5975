package org.oktadata.findings;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps new matches, and passes over the groups whose matches can't complete anything yet, for all
 * rules of a batch in one statement: everyday events leave hardly one, and hardly a row.
 */
@Component
class RipeGroups {

  /**
   * What each group has of what its rule requires. Of matches that are alike one is kept in a tenth
   * of the window, so one that differs is looked for a little further back.
   */
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
                        and m.published between t.since - (t.until - t.since) / %d and t.until order by m.published desc limit %d) latest
               where latest.different <> t.different) as differs
      from unnest(:c0::int[], :c1::uuid[], :c2::timestamptz[], :c3::timestamptz[], :c4::text[], :c5::text[], :c6::int[], :c7::text[], :c8::int[],
                  :c9::boolean[], :c10::bigint[])
           t(number, place, since, until, steps, step, times, also, also_times, compare, different)\
      """
          .formatted(QuietGroups.PARTS, 1_000);

  /** What comes later than this after its window is history, of which nothing is left out. */
  private static final Duration LATE = Duration.ofDays(1);

  private final JdbcClient database;
  private final RuleLibrary library;
  private final Matches matches;
  private final PastMatches past;
  private final Isolation isolation;

  RipeGroups(
      JdbcClient database,
      RuleLibrary library,
      Matches matches,
      PastMatches past,
      Isolation isolation) {
    this.database = database;
    this.library = library;
    this.matches = matches;
    this.past = past;
    this.isolation = isolation;
  }

  /**
   * The groups that are worth a look, by rule; a rule without any isn't there, nor one whose
   * settings are wrong: its matches wait in the database.
   *
   * @param first of the batch's events
   */
  Map<Detection, List<GroupOfMatches>> of(
      LogEvent first, Map<Detection, List<Match>> found, QuietGroups quiet) {
    List<Asked> asked = new ArrayList<>();
    Map<Detection, List<Match>> kept = kept(found, quiet, asked);
    matches.store(kept);
    kept.values().forEach(quiet::stored);
    Map<Detection, List<GroupOfMatches>> worth = new LinkedHashMap<>();
    Map<Detection, List<GroupOfMatches>> incomplete = new LinkedHashMap<>();
    ask(
        asked,
        (one, has) -> {
          if (one.isRipe(has, quiet)) {
            add(worth, one);
            if (one.leftOut(quiet)) {
              add(incomplete, one);
            }
          }
        });
    Map<Detection, List<Match>> again = new LinkedHashMap<>();
    incomplete.forEach(
        (rule, groups) ->
            again.put(rule, isolation.run(rule, first, groups, some -> past.of(rule, some))));
    again.values().removeIf(List::isEmpty);
    matches.store(again);
    worth.forEach((rule, groups) -> groups.forEach(group -> remember(rule, group, quiet)));
    return worth;
  }

  /** The matches that are kept; groups that may be complete are noted. */
  private static Map<Detection, List<Match>> kept(
      Map<Detection, List<Match>> found, QuietGroups quiet, List<Asked> asked) {
    Map<Detection, List<Match>> kept = new LinkedHashMap<>();
    found.forEach(
        (rule, matches) -> {
          Map<UUID, QuietGroups.Care> cares = new LinkedHashMap<>();
          for (GroupOfMatches group : GroupOfMatches.of(rule, matches)) {
            QuietGroups.Care care = quiet.of(group, rule.correlation());
            cares.put(group.place(), care);
            if (care == QuietGroups.Care.JUDGE) {
              asked.add(new Asked(rule, group, quiet.mayBeStored(group)));
            }
          }
          List<Match> some =
              matches.stream()
                  .filter(match -> cares.get(match.place()) != QuietGroups.Care.LEAVE)
                  .toList();
          if (!some.isEmpty()) {
            kept.put(rule, some);
          }
        });
    return kept;
  }

  private static void remember(Detection rule, GroupOfMatches group, QuietGroups quiet) {
    Correlation correlation = rule.correlation();
    if (!correlation.rest().isZero()) {
      quiet.rests(group, correlation.rest());
    } else if (correlation.leavesOut()) {
      quiet.whole(group, correlation.window());
    } else {
      quiet.opened(group);
    }
  }

  private interface Answers {
    void accept(Asked one, Has has);
  }

  /** What a group has of what its rule requires. */
  private record Has(boolean key, boolean second, boolean differing) {}

  private void ask(List<Asked> asked, Answers answers) {
    Columns columns = new Columns();
    Map<Detection, Optional<Rows>> rows = new LinkedHashMap<>();
    for (int i = 0; i < asked.size(); i++) {
      Asked one = asked.get(i);
      Optional<Rows> ofRule =
          rows.computeIfAbsent(one.rule(), rule -> isolation.made(rule, Rows::new));
      if (ofRule.isEmpty()) {
        continue;
      }
      if (one.stored()) {
        columns.add(ofRule.get().of(i, one.group()));
      } else {
        answers.accept(one, ofRule.get().has(one.group()));
      }
    }
    if (columns.isEmpty()) {
      return;
    }
    columns
        .in(database.sql(RIPE))
        .query(
            row -> {
              answers.accept(
                  asked.get(row.getInt(1)),
                  new Has(row.getBoolean(2), row.getBoolean(3), row.getBoolean(4)));
            });
  }

  private static void add(Map<Detection, List<GroupOfMatches>> groups, Asked one) {
    groups.computeIfAbsent(one.rule(), rule -> new ArrayList<>()).add(one.group());
  }

  /** A question; about a group of which nothing is stored but what is new, it has its answer. */
  private record Asked(Detection rule, GroupOfMatches group, boolean stored) {

    private Duration window() {
      return rule.correlation().window();
    }

    /** Whether matches are missing that have to be read again. */
    private boolean leftOut(QuietGroups quiet) {
      return rule.correlation().leavesOut()
          && !quiet.isWhole(group, window())
          && group.until().plus(window()).plus(LATE).isAfter(Instant.now());
    }

    /** What is lacking is remembered. Where matches are left out, they can't be counted. */
    private boolean isRipe(Has has, QuietGroups quiet) {
      boolean leftOut = leftOut(quiet);
      if (!has.differing()) {
        quiet.alike(group, window());
        return false;
      }
      boolean counted = !leftOut || !rule.correlation().leavesOutAlike();
      if (counted && !has.key()) {
        quiet.lacksKey(group, window());
        return false;
      }
      if (!leftOut && !has.second()) {
        quiet.opened(group);
        return false;
      }
      return true;
    }
  }

  /**
   * The questions about a rule's groups. Two conditions are enough to pass over nearly all; those
   * behind are judged by the rule.
   */
  private final class Rows {

    private final Correlation correlation;
    private final String steps;
    private final String[] first;
    private final String[] second;

    private Rows(Detection rule) {
      correlation = rule.correlation();
      steps = rule.steps().stream().map(Step::name).collect(Collectors.joining(","));
      Map<String, Object> settings = SettingValues.of(rule, library.settings());
      String key = correlation.required().key();
      String[] often = most(key, key, settings);
      boolean begins = correlation.beginsWith() != null;
      first = begins ? new String[] {key, "1"} : often;
      second = begins ? often : most(null, key, settings);
    }

    /** How often a step has to be there; of null, any step but the key. */
    private String[] most(String step, String key, Map<String, Object> settings) {
      String[] most = {"", "0"};
      for (Requirements.AtLeast one : correlation.required().steps()) {
        boolean fits = step == null ? !one.step().equals(key) : one.step().equals(step);
        if (fits && one.times(settings) > Integer.parseInt(most[1])) {
          most = new String[] {one.step(), Integer.toString(one.times(settings))};
        }
      }
      return most;
    }

    /** What a group has if nothing is stored of it but its new matches. */
    private Has has(GroupOfMatches group) {
      return new Has(has(group, first), has(group, second), !compares(group));
    }

    private static boolean has(GroupOfMatches group, String[] step) {
      return step[0].isEmpty() || group.has(step[0], Integer.parseInt(step[1]));
    }

    private boolean compares(GroupOfMatches group) {
      return !correlation.required().different().isEmpty() && !group.differs();
    }

    private String[] of(int number, GroupOfMatches group) {
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
        Boolean.toString(compares(group)),
        Long.toString(group.different())
      };
    }
  }
}
