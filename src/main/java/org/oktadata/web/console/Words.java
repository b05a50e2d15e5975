package org.oktadata.web.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How pages write values: the same everywhere, times in UTC. */
public class Words {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** A number with thousands kept apart. */
  public String number(Number value) {
    return value == null ? "–" : String.format(Locale.ROOT, "%,d", value.longValue());
  }

  /** A number and its noun, such as 1 user or 20 users. */
  public String count(Number value, String noun) {
    return number(value) + " " + noun + (value != null && value.longValue() == 1 ? "" : "s");
  }

  public String time(Instant at) {
    return at == null ? "–" : MINUTE.format(at);
  }

  public String second(Instant at) {
    return at == null ? "–" : SECOND.format(at);
  }

  public String day(Instant at) {
    return at == null ? "–" : DAY.format(at);
  }

  /** How long ago, such as 5 min ago; never where there is no time. */
  public String ago(Instant at) {
    if (at == null) {
      return "never";
    }
    Duration past = Duration.between(at, Instant.now());
    return past.getSeconds() < 5 ? "just now" : duration(past.getSeconds()) + " ago";
  }

  /** Seconds in the largest fitting unit. */
  public String duration(Number seconds) {
    if (seconds == null) {
      return "–";
    }
    long value = seconds.longValue();
    if (value < 90) {
      return value + " s";
    }
    if (value < 90 * 60) {
      return (value + 30) / 60 + " min";
    }
    return value < 48 * 3600 ? (value + 1800) / 3600 + " h" : (value + 43_200) / 86_400 + " days";
  }

  /** From when to when, or until now. */
  public String between(Instant from, Instant until) {
    return from == null
        ? "–"
        : duration(Duration.between(from, until == null ? Instant.now() : until).toSeconds());
  }

  /** A constant or key as words: PARTIAL_SUCCESS is Partial success. */
  public String plain(Object value) {
    if (value == null || value.toString().isEmpty()) {
      return "–";
    }
    String text = value.toString().toLowerCase(Locale.ROOT).replace('_', ' ');
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  /** The class of a chip. */
  public String tone(Object value) {
    return value == null ? "" : value.toString().toLowerCase(Locale.ROOT).replace(' ', '-');
  }

  /** Figures for a plot. */
  public String json(Object value) {
    return JSON.valueToTree(value).toString();
  }

  public String or(Object value, String otherwise) {
    return value == null || value.toString().isEmpty() ? otherwise : value.toString();
  }
}
