package org.oktadata.findings;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps new matches, and passes over the groups whose matches can't complete anything yet. Each
 * step is taken for all rules of a batch at once, since everyday events leave hardly a group and
 * hardly a row:
 *
 * <ol>
 *   <li>What {@link QuietGroups} remembers of a group says whether its new matches may complete
 *       something, only count for what comes, or needn't be kept. What is kept is stored.
 *   <li>{@link RipeQuestion} asks what groups that may be complete have of what their rule needs.
 *       What they lack is remembered.
 *   <li>Of those that lack nothing, the ripe ones, {@link PastMatches} reads the matches again that
 *       weren't kept. What they are worth now is the rule's own condition to say.
 * </ol>
 */
@Component
class RipeGroups {

  /** What comes later than this after its window is history, of which nothing is left out. */
  private static final Duration LATE = Duration.ofDays(1);

  private final RuleLibrary library;
  private final Matches matches;
  private final RipeQuestion question;
  private final PastMatches past;
  private final Isolation isolation;

  RipeGroups(
      JdbcClient database,
      RuleLibrary library,
      Matches matches,
      PastMatches past,
      Isolation isolation) {
    this.library = library;
    this.matches = matches;
    this.question = new RipeQuestion(database);
    this.past = past;
    this.isolation = isolation;
  }

  /**
   * The groups that are worth a look, by rule; a rule without any isn't there, nor one whose
   * settings are wrong: its matches wait in the database.
   *
   * @param first of the batch's events
   */
  Map<Detection, List<GroupOfMatches>> ripened(
      LogEvent first, Map<Detection, List<Match>> found, QuietGroups quiet) {
    List<RipeQuestion.Asked> open = keep(found, quiet);
    Map<Detection, List<GroupOfMatches>> ripe = new LinkedHashMap<>();
    Map<Detection, List<GroupOfMatches>> incomplete = new LinkedHashMap<>();
    for (RipeQuestion.Answer answer : question.answers(open)) {
      boolean complete = isComplete(answer, quiet);
      Lack lack = Lack.of(answer, complete);
      remember(lack, answer, quiet);
      if (lack == Lack.NOTHING) {
        add(ripe, answer);
        if (!complete) {
          add(incomplete, answer);
        }
      }
    }
    readAgain(first, incomplete);
    ripe.forEach((rule, groups) -> groups.forEach(group -> rememberRipe(rule, group, quiet)));
    return ripe;
  }

  private static void add(Map<Detection, List<GroupOfMatches>> groups, RipeQuestion.Answer one) {
    groups.computeIfAbsent(one.rule(), rule -> new ArrayList<>()).add(one.group());
  }

  /** Stores the matches that are to be kept; the groups that may be complete. */
  private List<RipeQuestion.Asked> keep(Map<Detection, List<Match>> found, QuietGroups quiet) {
    Map<Detection, List<Match>> kept = new LinkedHashMap<>();
    List<RipeQuestion.Asked> open = new ArrayList<>();
    found.forEach(
        (rule, all) -> {
          List<GroupOfMatches> judged = new ArrayList<>();
          Set<UUID> left = new HashSet<>();
          for (GroupOfMatches group : GroupOfMatches.of(rule, all)) {
            switch (quiet.care(group, rule.correlation())) {
              case JUDGE -> judged.add(group);
              case LEAVE -> left.add(group.place());
              case KEEP -> {}
            }
          }
          open.addAll(asked(rule, judged, quiet));
          List<Match> some = all.stream().filter(match -> !left.contains(match.place())).toList();
          if (!some.isEmpty()) {
            kept.put(rule, some);
          }
        });
    matches.store(kept);
    kept.values().forEach(quiet::stored);
    return open;
  }

  private List<RipeQuestion.Asked> asked(
      Detection rule, List<GroupOfMatches> groups, QuietGroups quiet) {
    if (groups.isEmpty()) {
      return List.of();
    }
    Optional<GroupNeeds> needs =
        isolation.made(rule, made -> GroupNeeds.of(made, library.settings()));
    return needs.stream()
        .flatMap(
            known ->
                groups.stream()
                    .map(group -> new RipeQuestion.Asked(known, group, quiet.mayBeStored(group))))
        .toList();
  }

  /** Whether no match of a group that counts is missing in the database. */
  private static boolean isComplete(RipeQuestion.Answer answer, QuietGroups quiet) {
    Correlation correlation = answer.rule().correlation();
    GroupOfMatches group = answer.group();
    return !correlation.leavesOut()
        || quiet.isWhole(group, correlation.window())
        || !group.until().plus(correlation.window()).plus(LATE).isAfter(Instant.now());
  }

  /** Why nothing can be complete yet. */
  private enum Lack {
    NOTHING,
    /** All matches have the same of what has to differ. */
    DIFFERENCE,
    /** The step that everything waits for isn't there often enough. */
    KEY,
    /** That step is there, but not what goes with it. */
    REST;

    /** What isn't all in the database can't be counted; that there is another value is seen. */
    private static Lack of(RipeQuestion.Answer answer, boolean complete) {
      boolean keyIsCounted = complete || !answer.rule().correlation().leavesOutAlike();
      if (!answer.different()) {
        return DIFFERENCE;
      }
      if (keyIsCounted && !answer.key()) {
        return KEY;
      }
      return complete && !answer.also() ? REST : NOTHING;
    }
  }

  private static void remember(Lack lack, RipeQuestion.Answer answer, QuietGroups quiet) {
    Duration window = answer.rule().correlation().window();
    switch (lack) {
      case DIFFERENCE -> quiet.alike(answer.group(), window);
      case KEY -> quiet.lacksKey(answer.group(), window);
      case REST -> quiet.opened(answer.group());
      case NOTHING -> {}
    }
  }

  /** Stores what was left out of these groups. */
  private void readAgain(LogEvent first, Map<Detection, List<GroupOfMatches>> groups) {
    Map<Detection, List<Match>> again = new LinkedHashMap<>();
    groups.forEach(
        (rule, some) -> {
          List<Match> left = isolation.run(rule, first, some, each -> past.of(rule, each));
          if (!left.isEmpty()) {
            again.put(rule, left);
          }
        });
    matches.store(again);
  }

  /** A ripe group is looked at now, and all its matches are stored. */
  private static void rememberRipe(Detection rule, GroupOfMatches group, QuietGroups quiet) {
    Correlation correlation = rule.correlation();
    if (!correlation.rest().isZero()) {
      quiet.rests(group, correlation.rest());
    } else if (correlation.leavesOut()) {
      quiet.whole(group);
    } else {
      quiet.opened(group);
    }
  }
}
