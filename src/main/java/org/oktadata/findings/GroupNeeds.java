package org.oktadata.findings;

import static java.util.stream.Collectors.joining;

import java.util.Map;
import java.util.function.Predicate;

/**
 * What a group of a rule needs at least, with the settings in use. Two conditions are enough to
 * pass over nearly all groups; those that meet them are judged by the rule.
 *
 * @param steps names of all steps of the rule, with commas between them
 * @param key the step that everything waits for
 * @param also another step; where nothing counts before the key's first match, the key again, as
 *     often as it is required
 */
record GroupNeeds(Detection rule, String steps, Needed key, Needed also) {

  /** A step that has to be there, and how often. */
  record Needed(String step, int times) {

    static final Needed NOTHING = new Needed("", 0);

    /** Whether a group's new matches alone are enough. */
    boolean isIn(GroupOfMatches group) {
      return step.isEmpty() || group.has(step, times);
    }
  }

  /** Throws IllegalArgumentException or ArithmeticException where a setting is wrong. */
  static GroupNeeds of(Detection rule, FindingSettings settings) {
    Correlation correlation = rule.correlation();
    Requirements required = correlation.required();
    Map<String, Object> values = SettingValues.of(rule, settings);
    String steps = rule.steps().stream().map(Step::name).collect(joining(","));
    String key = required.key();
    Needed often = most(required, values, step -> step.equals(key));
    return correlation.beginsWith() != null
        ? new GroupNeeds(rule, steps, new Needed(key, 1), often)
        : new GroupNeeds(rule, steps, often, most(required, values, step -> !step.equals(key)));
  }

  /** The one of these steps that has to be there most often. */
  private static Needed most(
      Requirements required, Map<String, Object> settings, Predicate<String> steps) {
    Needed most = Needed.NOTHING;
    for (Requirements.AtLeast one : required.steps()) {
      if (steps.test(one.step()) && one.times(settings) > most.times()) {
        most = new Needed(one.step(), one.times(settings));
      }
    }
    return most;
  }

  /** Whether matches have to differ, and the group's new ones alone don't. */
  boolean lacksDifference(GroupOfMatches group) {
    return !rule.correlation().required().different().isEmpty() && !group.differs();
  }
}
