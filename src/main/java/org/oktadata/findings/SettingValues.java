package org.oktadata.findings;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/** A rule's settings as named parameters of its SQL. */
final class SettingValues {

  private SettingValues() {}

  /** Values in use; throws IllegalArgumentException for a configured one that isn't allowed. */
  static Map<String, Object> of(Rule rule, FindingSettings configured) {
    Map<String, Object> values = new LinkedHashMap<>();
    rule.settings()
        .forEach(
            (name, setting) ->
                values.put(
                    name.replace('-', '_'),
                    plain(name, setting.in(name, configured.value(rule.id(), name)))));
    return values;
  }

  /** PostgreSQL takes an int for intervals and counts, where a numeric would be ambiguous. */
  private static Object plain(String name, Object value) {
    if (!(value instanceof BigDecimal number) || number.scale() > 0) {
      return value;
    }
    try {
      return number.intValueExact();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("%s: %s is too large".formatted(name, number), e);
    }
  }
}
