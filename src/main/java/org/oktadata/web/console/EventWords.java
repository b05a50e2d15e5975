package org.oktadata.web.console;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What somebody has at hand who looks for events, such as an address or a login, as a filter in the
 * language of Okta's System Log.
 */
final class EventWords {

  private static final Pattern FILTER =
      Pattern.compile(
          "(?is)[(\"].*|not\\s.*|[\\w.$:-]+\\s+(?:eq|ne|co|sw|ew|gt|ge|lt|le|in|pr)\\b.*|.*[\"\\[].*");

  private static final Pattern UUID =
      Pattern.compile("(?i)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final Pattern ADDRESS =
      Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}|(?i)(?=.*:.*:)[0-9a-f:.]+");
  private static final Pattern LOGIN = Pattern.compile("[^\\s@]+@[^\\s@]+");
  private static final Pattern ID = Pattern.compile("0[0-9A-Za-z]{19}");
  private static final Pattern TYPE = Pattern.compile("[a-z0-9_]+(?:\\.[a-z0-9_]+)+");

  private EventWords() {}

  /** The filter; what is one already stays as it is. */
  static String filter(String typed) {
    String words = typed.strip();
    if (words.isEmpty() || FILTER.matcher(words).matches()) {
      return words;
    }
    if (isUuid(words)) {
      return any("eq", words, "uuid");
    }
    if (ADDRESS.matcher(words).matches()) {
      return any("eq", words, "client.ipAddress");
    }
    if (LOGIN.matcher(words).matches()) {
      return any("eq", words, "actor.alternateId", "target.alternateId");
    }
    if (ID.matcher(words).matches()) {
      return any("eq", words, "actor.id", "target.id");
    }
    if (TYPE.matcher(words).matches()) {
      return any("eq", words, "eventType");
    }
    return any(
        "co",
        words,
        "displayMessage",
        "actor.displayName",
        "actor.alternateId",
        "target.displayName",
        "target.alternateId");
  }

  /** Whether it is the number of one event. */
  static boolean isUuid(String typed) {
    return UUID.matcher(typed.strip()).matches();
  }

  private static String any(String comparison, String words, String... attributes) {
    String text = words.replace("\\", "\\\\");
    return Arrays.stream(attributes)
        .map(attribute -> "%s %s \"%s\"".formatted(attribute, comparison, text))
        .collect(Collectors.joining(" or "));
  }
}
