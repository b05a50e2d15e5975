package org.oktadata.events;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** The three fields that make an object a System Log event. */
final class EventFields {

  /** Longer ones don't fit the key. */
  private static final int LONGEST = 255;

  private static final String SHAPE = "0000-00-00T00:00:00.000Z";

  private String uuid;
  private String published;
  private String eventType;

  /** Takes a field, or passes over it. */
  void take(String name, JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      switch (name) {
        case "uuid" -> uuid = parser.getText();
        case "published" -> published = parser.getText();
        case "eventType" -> eventType = parser.getText();
        default -> {}
      }
    } else {
      parser.skipChildren();
    }
  }

  /** When it was published, as it is written. */
  String published() {
    return published;
  }

  /** Whether it has nothing of an event, as envelopes have. */
  boolean areNone() {
    return uuid == null && published == null;
  }

  /** Null where it is an event, otherwise why it is none. */
  String missing() {
    if (areNone()) {
      return "Not a System Log event: it has neither uuid nor published.";
    }
    if (!fits(uuid)) {
      return "An event without a uuid of 1 to " + LONGEST + " characters.";
    }
    if (!fits(eventType)) {
      return "An event without an eventType of 1 to " + LONGEST + " characters.";
    }
    if (!isTime()) {
      return "An event whose published is missing or no time.";
    }
    return isAhead() ? "An event of a day that is yet to come." : null;
  }

  private static boolean fits(String value) {
    return value != null && !value.isEmpty() && value.length() <= LONGEST;
  }

  private boolean isTime() {
    try {
      return published != null
          && (isWrittenAsOktaDoes(published) || OffsetDateTime.parse(published).getYear() > 0);
    } catch (DateTimeException e) {
      return false;
    }
  }

  /** Clocks differ by minutes; what lies days ahead would stay the newest event for so long. */
  private boolean isAhead() {
    String soon = LocalDate.now(ZoneOffset.UTC).plusDays(2).toString();
    return published.charAt(0) == '+' || published.substring(0, soon.length()).compareTo(soon) >= 0;
  }

  /** Seen without parsing, a sixth of the work on a queue's message; what is odd is parsed. */
  private static boolean isWrittenAsOktaDoes(String time) {
    if (time.length() != SHAPE.length()) {
      return false;
    }
    for (int i = 0; i < SHAPE.length(); i++) {
      char letter = time.charAt(i);
      if (SHAPE.charAt(i) == '0' ? letter < '0' || letter > '9' : letter != SHAPE.charAt(i)) {
        return false;
      }
    }
    return isWithin(1, 12, time, 5)
        && isWithin(1, 28, time, 8)
        && isWithin(0, 23, time, 11)
        && isWithin(0, 59, time, 14)
        && isWithin(0, 59, time, 17)
        && time.charAt(0) > '0';
  }

  private static boolean isWithin(int least, int most, String time, int at) {
    int number = (time.charAt(at) - '0') * 10 + time.charAt(at + 1) - '0';
    return least <= number && number <= most;
  }
}
