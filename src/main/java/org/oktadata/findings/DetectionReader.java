package org.oktadata.findings;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.oktadata.filters.EventPath;

/** Reads a detection of our own format; Okta's catalogue format goes to {@link CatalogueRules}. */
final class DetectionReader {

  /** What such a file may say; docs/rules.md explains it. */
  static final Set<String> KEYS =
      Set.of(
          "id",
          "title",
          "severity",
          "description",
          "remediation",
          "references",
          "settings",
          "subject",
          "filter",
          "steps",
          "where",
          "group-by",
          "window",
          "keep",
          "hide",
          "threshold",
          "distinct",
          "having",
          "sequence",
          "absent",
          "differing",
          "first-time",
          "rare",
          "begins-with",
          "rest",
          "sql",
          "hunt",
          "tests");

  /** The one step of a rule that has a filter instead of steps. */
  private static final String EVENT = "event";

  private static final Set<String> FIRST_TIME = Set.of("value", "memory", "learn");

  private static final Set<String> RESERVED =
      Set.of(
          "user",
          "group",
          "order",
          "end",
          "from",
          "to",
          "table",
          "when",
          "step",
          "published",
          "uuid");

  private DetectionReader() {}

  static Detection read(String source, String text) {
    RuleText rule = RuleText.of(source, text);
    if (rule.has("detection")) {
      return CatalogueRules.read(source, text, rule);
    }
    if (rule.has("query") && rule.has("platform")) {
      throw rule.wrong("query", "a question for osquery about a device, not about events");
    }
    rule.allow(KEYS);
    DetectionShape.check(rule, stepNames(rule));
    return new Detection(
        Rule.id(rule),
        rule.required("title"),
        rule.oneOf("severity", "", Severity.words()),
        rule.required("description"),
        rule.required("remediation"),
        Rule.references(rule),
        Setting.read(rule),
        rule.parsed("subject", rule.text("subject", "actor"), Subject::of),
        steps(rule),
        rule.text("where", ""),
        correlation(rule),
        hidden(rule),
        rule.flag("hunt"),
        null,
        source,
        Integer.toHexString(text.hashCode()),
        rule.sql(Setting.parameters(rule), "where", "having", "sql"));
  }

  private static List<Step> steps(RuleText rule) {
    List<Step> steps = new ArrayList<>();
    if (rule.has("steps")) {
      RuleText all = rule.part("steps");
      for (String name : all.keys()) {
        steps.add(new Step(name, all.parsed(name, all.required(name), EventPlaces::filter)));
      }
    } else {
      steps.add(
          new Step(EVENT, rule.parsed("filter", rule.required("filter"), EventPlaces::filter)));
    }
    return steps;
  }

  private static Set<String> stepNames(RuleText rule) {
    return rule.has("steps") ? Set.copyOf(rule.part("steps").keys()) : Set.of(EVENT);
  }

  private static Set<String> hidden(RuleText rule) {
    Set<String> told = new TreeSet<>(rule.has("window") ? Set.of("group") : Set.of());
    if (rule.has("first-time")) {
      told.add("new");
    } else if (!rule.has("window")) {
      told.addAll(Match.summaryNames());
    }
    if (rule.has("keep")) {
      told.addAll(rule.part("keep").keys());
    }
    for (String name : rule.list("hide")) {
      if (!told.contains(name) && !rule.has("sql")) {
        throw rule.wrong("hide", "'%s' isn't in the evidence".formatted(name));
      }
    }
    return Set.copyOf(rule.list("hide"));
  }

  private static Correlation correlation(RuleText rule) {
    if (!rule.has("window") && !rule.has("first-time")) {
      return null;
    }
    Map<String, EventPath> kept = new LinkedHashMap<>();
    if (rule.has("keep")) {
      RuleText keep = rule.part("keep");
      for (String name : keep.keys()) {
        if (!name.matches("[a-z][a-z0-9_]*") || RESERVED.contains(name)) {
          throw keep.wrong(
              name, "'%s' can't be a column's name in SQL; take another".formatted(name));
        }
        kept.put(name, keep.parsed(name, keep.required(name), EventPlaces::path));
      }
    }
    List<EventPath> groups =
        rule.list("group-by").stream()
            .map(path -> rule.parsed("group-by", path, EventPlaces::path))
            .toList();
    RuleText first = rule.has("first-time") ? rule.part("first-time").allow(FIRST_TIME) : null;
    List<String> sequence = rule.list("sequence");
    String having = String.join(" and ", conditions(rule, sequence));
    Set<String> steps = stepNames(rule);
    Requirements required =
        Requirements.of(having, steps).differingIn(differing(rule, kept.keySet()));
    if (rule.has("sql")) {
      required = required.inAnyOrder();
    }
    String begin = step(rule, "begins-with", steps);
    String rare = begin == null ? step(rule, "rare", steps) : begin;
    return new Correlation(
        groups,
        first == null ? rule.span("window", "1h") : first.span("memory", "90d"),
        kept,
        having,
        sequence.isEmpty() ? null : sequence.get(sequence.size() - 1),
        rule.text("absent", null),
        first == null ? null : first.parsed("value", first.required("value"), EventPlaces::path),
        first == null ? Duration.ZERO : first.duration("learn", "7d"),
        rule.text("sql", null),
        rare == null ? required : required.waitingFor(rare),
        begin,
        steps.size() > 1,
        rule.duration("rest", "0s"));
  }

  private static String step(RuleText rule, String key, Set<String> steps) {
    String name = rule.text(key, null);
    if (name != null && !steps.contains(name)) {
      throw rule.wrong(key, "'%s' isn't a step".formatted(name));
    }
    return name;
  }

  /** Kept values in which the matches of a group have to differ before its SQL is asked. */
  private static List<String> differing(RuleText rule, Set<String> kept) {
    for (String name : rule.list("differing")) {
      if (!kept.contains(name)) {
        throw rule.wrong("differing", "'%s' isn't kept".formatted(name));
      }
    }
    return rule.list("differing");
  }

  /** Columns that each match has beside what is kept. */
  private static final Set<String> MATCHED = Set.of("step", "published", "uuid", "subject_id");

  /** The declared keys as the one condition they stand for. */
  private static List<String> conditions(RuleText rule, List<String> sequence) {
    List<String> conditions = new ArrayList<>();
    Map<String, Setting> settings = Setting.read(rule);
    if (rule.has("threshold")) {
      String counted = sequence.isEmpty() ? "" : " filter (where step = '" + sequence.get(0) + "')";
      conditions.add("count(*)" + counted + " >= " + bound(rule, "threshold", settings));
    }
    if (rule.has("distinct")) {
      RuleText distinct = rule.part("distinct");
      for (String name : distinct.keys()) {
        String condition = "count(distinct " + name + ") >= " + bound(distinct, name, settings);
        if (!MATCHED.contains(name) && !(rule.has("keep") && rule.part("keep").has(name))) {
          throw distinct.wrong(
              name, "'%s' isn't kept: keep says which values can be counted".formatted(name));
        }
        conditions.add(condition);
      }
    }
    for (int i = 1; i < sequence.size(); i++) {
      conditions.add(
          "min(published) filter (where step = '%s') <= max(published) filter (where step = '%s')"
              .formatted(sequence.get(i - 1), sequence.get(i)));
    }
    if (rule.has("having")) {
      conditions.add("(" + rule.required("having") + ")");
    }
    return conditions;
  }

  /** A number, or the name of a setting that holds it. */
  private static String bound(RuleText rule, String key, Map<String, Setting> settings) {
    String text = rule.required(key);
    if (text.matches("\\d+")) {
      return text;
    }
    if (!settings.containsKey(text) || !(settings.get(text).value() instanceof BigDecimal)) {
      throw rule.wrong(
          key, "'%s' is neither a number nor a setting that holds one".formatted(text));
    }
    return ":" + text.replace('-', '_');
  }
}
