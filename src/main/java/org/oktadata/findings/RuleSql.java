package org.oktadata.findings;

import java.util.Collection;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * SQL in a rule's file, so that what the database has against it is told with its line.
 *
 * @param text as the file has it, without spaces around it
 * @param line of the file, where its value begins, counted from 1
 * @param firstLine line of its first word, where its further lines are the file's; 0 where they may
 *     not be
 */
record RuleSql(String text, int line, int firstLine) {

  /** What {@link QueryText} writes in place of a parameter. */
  private static final String VALUE =
      "(?:\\([^()]*+(?:::float8)?\\)|'(?:[^']|'')*+'::text|null::text)";

  /**
   * The line that a place in a query is of; empty where the query hasn't this SQL, or the place is
   * outside of it.
   *
   * @param query what was sent, with values in place of parameters
   * @param position in it, counted from 1
   */
  OptionalInt lineOf(String query, int position) {
    Matcher sent = asSent().matcher(query);
    while (sent.find()) {
      if (sent.start() < position && position <= sent.end()) {
        return OptionalInt.of(
            firstLine == 0 ? line : firstLine + breaks(query, sent.start(), position));
      }
    }
    return OptionalInt.empty();
  }

  /**
   * A parameter.
   *
   * @param at where it stands in the text, counted from 0
   */
  record Parameter(String name, int at) {}

  /** The first parameter that isn't one of these. */
  Optional<Parameter> unknown(Collection<String> known) {
    return QueryText.parameters(text)
        .results()
        .filter(part -> part.group(1) != null && !known.contains(part.group(1)))
        .filter(part -> !isSlice(part.start()))
        .map(part -> new Parameter(part.group(1), part.start()))
        .findFirst();
  }

  /** Whether a colon is that of {@code list[1:n]}. */
  private boolean isSlice(int colon) {
    char before = colon == 0 ? ' ' : text.charAt(colon - 1);
    return Character.isLetterOrDigit(before) || "])[_".indexOf(before) >= 0;
  }

  /** The line of a place in the text, counted from 0. */
  int lineAt(int place) {
    return firstLine == 0 ? line : firstLine + breaks(text, 0, place + 1);
  }

  private Pattern asSent() {
    StringBuilder pattern = new StringBuilder();
    int from = 0;
    String sql = text.replaceAll(";\\s*$", "");
    for (Matcher parameter = QueryText.parameters(sql); parameter.find(); ) {
      if (parameter.group(1) != null) {
        pattern.append(Pattern.quote(sql.substring(from, parameter.start())));
        pattern.append("(?:").append(VALUE).append('|').append(parameter.group()).append(')');
        from = parameter.end();
      }
    }
    return Pattern.compile(pattern + Pattern.quote(sql.substring(from)));
  }

  /** Values have none of their own but in texts of settings, which are one line. */
  private static int breaks(String query, int from, int to) {
    return (int) query.substring(from, to - 1).chars().filter(c -> c == '\n').count();
  }
}
