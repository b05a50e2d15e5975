package org.oktadata.sandbox;

import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of SCIM filters (RFC 7644, section 3.4.2.2) that Okta's {@code filter} and {@code
 * search} use: comparisons, {@code pr}, {@code and}, {@code or}, {@code not} and parentheses. Times
 * are compared as numbers, so an attribute that is a time must be given in epoch milliseconds.
 */
final class Filter implements Predicate<Function<String, Object>> {
  private static final Pattern TOKEN =
      Pattern.compile("\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|[()]|[^\\s()\"]+)");

  private final List<String> tokens = new ArrayList<>();
  private final Predicate<Function<String, Object>> root;
  private int place;

  private Filter(String text) {
    Matcher matcher = TOKEN.matcher(text);
    int end = 0;
    while (matcher.lookingAt()) {
      tokens.add(matcher.group(1));
      end = matcher.end();
      matcher.region(end, text.length());
    }
    if (tokens.isEmpty() || !text.substring(end).isBlank()) {
      throw new IllegalArgumentException(text);
    }
    root = either();
    if (place < tokens.size()) {
      throw new IllegalArgumentException(text);
    }
  }

  /** Reads a filter; an unreadable one is an {@link IllegalArgumentException}. */
  static Filter of(String text) {
    return new Filter(text);
  }

  @Override
  public boolean test(Function<String, Object> attributes) {
    return root.test(attributes);
  }

  private Predicate<Function<String, Object>> either() {
    Predicate<Function<String, Object>> left = both();
    while (accept("or")) {
      left = left.or(both());
    }
    return left;
  }

  private Predicate<Function<String, Object>> both() {
    Predicate<Function<String, Object>> left = one();
    while (accept("and")) {
      left = left.and(one());
    }
    return left;
  }

  private Predicate<Function<String, Object>> one() {
    if (accept("not")) {
      return one().negate();
    }
    if (accept("(")) {
      Predicate<Function<String, Object>> inner = either();
      if (!accept(")")) {
        throw new IllegalArgumentException("')' is missing");
      }
      return inner;
    }
    String attribute = take();
    String operator = take().toLowerCase(Locale.ROOT);
    if (operator.equals("pr")) {
      return attributes -> attributes.apply(attribute) != null;
    }
    Object literal = literal(take());
    return attributes -> compare(attributes.apply(attribute), operator, literal);
  }

  private boolean accept(String word) {
    if (place < tokens.size() && tokens.get(place).equalsIgnoreCase(word)) {
      place++;
      return true;
    }
    return false;
  }

  private String take() {
    if (place >= tokens.size()) {
      throw new IllegalArgumentException("ends too early");
    }
    return tokens.get(place++);
  }

  private static Object literal(String token) {
    String text =
        token.startsWith("\"")
            ? token.substring(1, token.length() - 1).replace("\\\"", "\"")
            : token;
    if (text.length() > 18 && text.charAt(4) == '-' && text.charAt(10) == 'T') {
      try {
        return SandboxTimes.read(text);
      } catch (DateTimeParseException notATime) {
        throw new IllegalArgumentException(text, notATime);
      }
    }
    return text;
  }

  private static boolean compare(Object value, String operator, Object literal) {
    if (value instanceof List<?> several) {
      return several.stream().anyMatch(each -> compare(each, operator, literal));
    }
    if (value == null) {
      return operator.equals("ne");
    }
    if (value instanceof Long time && literal instanceof Long other) {
      return decide(time.compareTo(other), operator);
    }
    String text = value.toString().toLowerCase(Locale.ROOT);
    String wanted = literal.toString().toLowerCase(Locale.ROOT);
    return switch (operator) {
      case "co" -> text.contains(wanted);
      case "sw" -> text.startsWith(wanted);
      case "ew" -> text.endsWith(wanted);
      default -> decide(text.compareTo(wanted), operator);
    };
  }

  private static boolean decide(int comparison, String operator) {
    return switch (operator) {
      case "eq" -> comparison == 0;
      case "ne" -> comparison != 0;
      case "gt" -> comparison > 0;
      case "ge" -> comparison >= 0;
      case "lt" -> comparison < 0;
      case "le" -> comparison <= 0;
      default -> throw new IllegalArgumentException(operator);
    };
  }
}
