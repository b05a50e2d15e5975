package org.oktadata.filters;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.oktadata.store.OneLine;

/**
 * A filter in the SCIM library's terms. Okta's language goes a little further: a value may be one
 * of a list, {@code not} needs no brackets, and whatever space there is between words will do.
 */
final class FilterText {

  private static final String TEXT = "\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"";
  private static final String NAME = "[\\w.$:-]+";
  private static final String LIST = "in\\s*\\[(?<list>(?:%s|[^\\]\"])*+)]".formatted(TEXT);

  /** What has to be rewritten, and texts, in which nothing is. */
  private static final Pattern PART =
      Pattern.compile(
          "(?<text>%1$s)|(?<![\\w.])(?<not>not\\s+)?(?<name>%2$s)\\s+%3$s|(?<![\\w.])not\\s+(?!\\()(?<single>%2$s\\s+(?:pr\\b|\\w\\w\\s+(?:%1$s|[^\\s()\"]+)))|\\s+"
              .formatted(TEXT, NAME, LIST),
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final Pattern VALUE = Pattern.compile(TEXT + "|[^\\s,]+", Pattern.DOTALL);

  private FilterText() {}

  static String scim(String text) {
    Matcher part = PART.matcher(text.strip());
    StringBuilder scim = new StringBuilder();
    while (part.find()) {
      part.appendReplacement(scim, Matcher.quoteReplacement(scim(part)));
    }
    return part.appendTail(scim).toString();
  }

  private static String scim(Matcher part) {
    if (part.group("text") != null) { // whoever writes YAML breaks long ones
      return OneLine.join(part.group());
    }
    if (part.group("single") != null) {
      return "not (%s)".formatted(scim(part.group("single")));
    }
    if (part.group("name") == null) {
      return " ";
    }
    String chain = chain(part.group("name"), part.group("list"));
    return part.group("not") == null ? chain : "not " + chain;
  }

  /** A list stands for a chain of {@code eq}. */
  private static String chain(String name, String list) {
    Set<String> values = new LinkedHashSet<>();
    Matcher value = VALUE.matcher(list);
    while (value.find()) {
      values.add("%s eq %s".formatted(name, OneLine.join(value.group())));
    }
    if (values.isEmpty()) {
      throw new IllegalArgumentException("filter: the list of '%s in' is empty".formatted(name));
    }
    return "(" + String.join(" or ", values) + ")";
  }
}
