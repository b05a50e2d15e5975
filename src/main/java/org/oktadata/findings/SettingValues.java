package org.oktadata.findings;

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
                    plain(setting.in(name, configured.of(rule.id(), name)))));
    return values;
  }

  /** PostgreSQL takes an int for intervals and counts, where a numeric would be ambiguous. */
  private static Object plain(Object value) {
    return value instanceof java.math.BigDecimal number && number.scale() <= 0
        ? (Object) number.intValueExact()
        : value;
  }
}
