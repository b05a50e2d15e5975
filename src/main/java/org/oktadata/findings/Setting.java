package org.oktadata.findings;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A value of a rule that an operator may change.
 *
 * @param value default: a number, true or false, or text (a list has commas)
 * @param min smallest number allowed, or null
 * @param max largest number allowed, or null
 */
record Setting(Object value, BigDecimal min, BigDecimal max, String description) {

  private static final Set<String> KEYS = Set.of("default", "min", "max", "description");

  static Map<String, Setting> read(RuleText rule) {
    Map<String, Setting> settings = new LinkedHashMap<>();
    if (rule.has("settings")) {
      RuleText all = rule.part("settings");
      for (String name : all.keys()) {
        RuleText each = all.part(name).allow(KEYS);
        Setting setting =
            new Setting(
                typed(each.text("default", "")),
                number(each, "min"),
                number(each, "max"),
                each.text("description", ""));
        if (setting.outside(setting.value())) {
          throw each.wrong(
              "default",
              "the default %s of '%s' isn't allowed by its own min and max%s"
                  .formatted(setting.value(), name, setting.bounds()));
        }
        settings.put(name, setting);
      }
    }
    return settings;
  }

  /** What settings are called in SQL. */
  static List<String> parameters(RuleText rule) {
    return read(rule).keySet().stream().map(name -> name.replace('-', '_')).toList();
  }

  /**
   * The value in use; an empty text is a text, but no number. Throws IllegalArgumentException for
   * one that isn't allowed.
   */
  Object in(String name, String configured) {
    if (configured == null || configured.isEmpty() && !(value instanceof String)) {
      return value;
    }
    Object chosen = value instanceof String ? configured : typed(configured);
    if (value.getClass() != chosen.getClass() || outside(chosen)) {
      throw new IllegalArgumentException(
          "%s: '%s' isn't allowed%s".formatted(name, configured, bounds()));
    }
    return chosen;
  }

  private boolean outside(Object chosen) {
    return chosen instanceof BigDecimal number
        && ((min != null && number.compareTo(min) < 0)
            || (max != null && number.compareTo(max) > 0));
  }

  private String bounds() {
    if (min == null && max == null) {
      return "";
    }
    return min == null
        ? " (at most %s)".formatted(max)
        : max == null ? " (at least %s)".formatted(min) : " (%s to %s)".formatted(min, max);
  }

  private static BigDecimal number(RuleText setting, String key) {
    return setting.has(key) ? setting.parsed(key, setting.text(key, ""), BigDecimal::new) : null;
  }

  private static Object typed(String text) {
    if (text.matches("-?\\d+(\\.\\d+)?")) {
      return new BigDecimal(text);
    }
    return text.equals("true") || text.equals("false") ? (Object) Boolean.valueOf(text) : text;
  }
}
