package org.oktadata.findings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.oktadata.integrations.DurationText;
import org.oktadata.integrations.NearestName;
import org.oktadata.yaml.YamlPart;

/** The keys and values of a rule file, or of a part of one; every mistake knows its line. */
final class RuleText {

  /** No log is kept for longer, and the database knows no time before the year -4712. */
  private static final Duration LONGEST = Duration.ofDays(3_650);

  private static final String ONE = "expected one value";

  private final YamlPart part;
  private final Map<String, YamlPart> values = new LinkedHashMap<>();

  private RuleText(YamlPart part) {
    this.part = part;
    if (!part.isMapping()) {
      throw part.wrong("expected key: value");
    }
    for (YamlPart.Entry entry : part.entries()) {
      String key = entry.key().one(ONE);
      if (values.put(key, entry.value()) != null) {
        throw entry.key().wrong("'%s' is there twice".formatted(key));
      }
    }
  }

  /** Reads a file's text. Parts that stand for others are refused: one could contain itself. */
  static RuleText of(String source, String text) {
    return new RuleText(
        YamlPart.withoutAliases(
            (line, problem, cause) -> new RuleException(source, Math.max(1, line), problem), text));
  }

  /** Refuses keys that aren't known. */
  RuleText allow(Set<String> known) {
    values.forEach(
        (key, value) -> {
          if (!known.contains(key)) {
            throw value.wrong("unknown key '%s'%s".formatted(key, NearestName.guess(key, known)));
          }
        });
    return this;
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  Set<String> keys() {
    return values.keySet();
  }

  String required(String key) {
    if (!has(key) || text(key, "").isEmpty()) {
      throw part.wrong("'%s' is missing".formatted(key));
    }
    return text(key, "");
  }

  String text(String key, String otherwise) {
    return has(key) ? values.get(key).one(ONE) : otherwise;
  }

  /**
   * The SQL of those keys that are there, and where it stands; a parameter that no setting stands
   * for is refused.
   */
  List<RuleSql> sql(Collection<String> parameters, String... keys) {
    return Stream.of(keys).filter(this::has).map(key -> sql(parameters, key)).toList();
  }

  private RuleSql sql(Collection<String> parameters, String key) {
    YamlPart value = values.get(key);
    RuleSql sql = new RuleSql(text(key, ""), value.line(), value.firstLine());
    sql.unknown(parameters)
        .ifPresent(
            parameter -> {
              throw value.wrongAt(
                  sql.lineAt(parameter.at()),
                  "no setting is called ':%s'%s"
                      .formatted(
                          parameter.name(), NearestName.guess(parameter.name(), parameters)));
            });
    return sql;
  }

  String oneOf(String key, String otherwise, Collection<String> allowed) {
    String value = text(key, otherwise);
    if (!allowed.contains(value)) {
      throw wrong(key, "'%s' isn't one of %s".formatted(value, new TreeSet<>(allowed)));
    }
    return value;
  }

  /** Whether it is true; false unless it is there. */
  boolean flag(String key) {
    return value(key).flag(ONE);
  }

  Duration duration(String key, String otherwise) {
    Duration duration = parsed(key, text(key, otherwise), DurationText::parse);
    if (duration.compareTo(LONGEST) > 0) {
      throw wrong(key, "'%s' must be at most %d days".formatted(key, LONGEST.toDays()));
    }
    return duration;
  }

  /** A duration in which something can happen. */
  Duration span(String key, String otherwise) {
    Duration duration = duration(key, otherwise);
    if (duration.toSeconds() == 0) {
      throw wrong(key, "'%s' must be at least a second".formatted(key));
    }
    return duration;
  }

  List<String> list(String key) {
    return value(key).list(ONE);
  }

  /** All texts below a key, whatever its shape: for parts that are only shown. */
  List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    gather(value(key), texts);
    return texts;
  }

  private static void gather(YamlPart part, List<String> texts) {
    if (part.isText()) {
      texts.add(part.text().strip());
    }
    part.elements().forEach(element -> gather(element, texts));
    part.entries().forEach(entry -> gather(entry.value(), texts));
  }

  /** A value read by a function whose complaint becomes the file's. */
  <T> T parsed(String key, String text, Function<String, T> reader) {
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException e) {
      throw wrong(key, e.getMessage());
    }
  }

  /** The part below a key. */
  RuleText part(String key) {
    return new RuleText(value(key));
  }

  boolean isPart(String key) {
    return value(key).isMapping();
  }

  RuntimeException wrong(String key, String problem) {
    return values.getOrDefault(key, part).wrong(problem);
  }

  /** What stands at a key, which need not be there. */
  private YamlPart value(String key) {
    return values.getOrDefault(key, part.value(key));
  }
}
