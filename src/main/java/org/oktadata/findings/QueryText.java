package org.oktadata.findings;

import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes values into SQL in place of its named parameters, {@code :name}, since {@link ReaderQuery}
 * hands a query over as one text. Quoted text, comments and casts are left alone.
 */
final class QueryText {

  private static final Pattern PARTS =
      Pattern.compile(
          "'[^']*+(?:''[^']*+)*+'|\"[^\"]*+\"|--[^\\n]*+|/\\*.*?\\*/|::|:([A-Za-z_][A-Za-z0-9_]*+)",
          Pattern.DOTALL);

  private QueryText() {}

  /** Its parts, of which those that have a group 1, the name, are parameters. */
  static Matcher parameters(String query) {
    return PARTS.matcher(query);
  }

  /** The query with literals; a name without a value stays, and the database complains of it. */
  static String of(String query, Map<String, ?> values) {
    return PARTS
        .matcher(query)
        .replaceAll(
            part ->
                Matcher.quoteReplacement(
                    part.group(1) != null && values.containsKey(part.group(1))
                        ? literal(values.get(part.group(1)))
                        : part.group()));
  }

  private static String literal(Object value) {
    if (value == null) {
      return "null::text";
    }
    if (value instanceof BigDecimal number) {
      return "(" + number.toPlainString() + ")";
    }
    if (value instanceof Double) {
      return "(" + value + "::float8)";
    }
    if (value instanceof Number || value instanceof Boolean) {
      return "(" + value + ")";
    }
    return "'" + value.toString().replace("'", "''") + "'::text";
  }
}
