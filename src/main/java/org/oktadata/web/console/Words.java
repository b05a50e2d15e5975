package org.oktadata.web.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.web.util.HtmlUtils;

/** How pages write values: the same everywhere, times in UTC. */
public class Words {

  private static final String STIG =
      "https://www.stigviewer.com/stigs/okta_identity_as_a_service_idaas_v1/2025-05-06/finding/";

  /** Words of names and types that are written in capitals. */
  private static final Map<String, String> ABBREVIATIONS =
      Stream.of("API", "CAPTCHA", "CAPTCHAs", "IdP", "IdPs", "IP", "JWKS", "MFA", "SMS")
          .collect(Collectors.toMap(word -> word.toLowerCase(Locale.ROOT), Function.identity()));

  private static final Pattern ABBREVIATED =
      Pattern.compile("\\b(" + String.join("|", ABBREVIATIONS.keySet()) + ")\\b");

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

  /** A time to the minute. */
  public String time(Instant at) {
    return at == null ? "–" : MINUTE.format(at);
  }

  /** A time to the second. */
  public String second(Instant at) {
    return at == null ? "–" : SECOND.format(at);
  }

  /** A day. */
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
      return value == 60 ? "1 min" : value + " s";
    }
    if (value < 90 * 60 && value != 3600) {
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
    String text =
        value
            .toString()
            .toLowerCase(Locale.ROOT)
            .replace('_', ' ')
            .replace("not-evaluated", "not evaluated");
    String written = ABBREVIATED.matcher(text).replaceAll(word -> ABBREVIATIONS.get(word.group()));
    return Character.toUpperCase(written.charAt(0)) + written.substring(1);
  }

  /** How people sign in to an app, by the names that protocols have; the type of a group. */
  public String kind(String value) {
    return switch (value == null ? "" : value) {
      case "SAML_2_0" -> "SAML 2.0";
      case "SAML_1_1" -> "SAML 1.1";
      case "OPENID_CONNECT" -> "OpenID Connect";
      case "WS_FEDERATION" -> "WS-Federation";
      case "AUTO_LOGIN", "BROWSER_PLUGIN", "SECURE_PASSWORD_STORE" ->
          "Password (%s)".formatted(plain(value).toLowerCase(Locale.ROOT));
      default -> plain(value);
    };
  }

  /** The class of a chip. */
  public String tone(Object value) {
    return value == null ? "" : value.toString().toLowerCase(Locale.ROOT).replace(' ', '-');
  }

  /** The class of a dot: how well a source that should bring something every few minutes does. */
  public String freshness(Instant at, int minutes) {
    if (at == null) {
      return "";
    }
    return at.isAfter(Instant.now().minus(Duration.ofMinutes(minutes))) ? "good" : "medium";
  }

  /** A length of time as settings write it, exact to the second: 90d, 36h, 90m. */
  public String span(Duration length) {
    long seconds = length.toSeconds();
    if (seconds % 86_400 == 0) {
      return seconds / 86_400 + "d";
    }
    if (seconds % 3_600 == 0) {
      return seconds / 3_600 + "h";
    }
    return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }

  /**
   * Since when something holds.
   *
   * @param created what Okta says, or null where it doesn't
   * @param noticed when it was collected so
   */
  public String since(String created, Instant noticed) {
    try {
      return "since " + day(Instant.parse(created == null ? "" : created));
    } catch (DateTimeParseException e) {
      return "known since " + day(noticed);
    }
  }

  /** A time that Okta wrote, or the text as it is. */
  public String moment(String text) {
    try {
      return second(Instant.parse(text)) + " UTC";
    } catch (DateTimeParseException e) {
      return text;
    }
  }

  /** The name of an attribute as words: firstName is First name. */
  public String spaced(String name) {
    String words = name.replaceAll("(?<=[a-z0-9])(?=[A-Z][a-z])", " ").replace('_', ' ');
    String[] parts = words.split(" ", 2);
    String first = Character.toUpperCase(parts[0].charAt(0)) + parts[0].substring(1);
    return parts.length == 1 ? first : first + " " + parts[1].toLowerCase(Locale.ROOT);
  }

  /** A name as HTML that may break after its dots, and after the @ of an address. */
  public String breakable(String name) {
    return name == null ? "" : HtmlUtils.htmlEscape(name).replaceAll("[._@]", "$0<wbr>");
  }

  /** What the references of rules in a set are called. */
  public String ruleSet(String key) {
    return switch (key) {
      case "check" -> "Posture checks";
      case "detection" -> "Detections";
      case "stig" -> "DISA STIG";
      case "mitre" -> "MITRE ATT&CK";
      case "cii" -> "Cisco Identity Intelligence";
      case "rules" -> "Rules that others publish";
      default -> plain(key.replace('-', ' '));
    };
  }

  /** Where a reference of a rule set can be read, or null where that isn't known. */
  public String referencePlace(String key, String reference) {
    if (key.equals("mitre") && reference.matches("T\\d{4}(\\.\\d{3})?")) {
      return "https://attack.mitre.org/techniques/" + reference.replace('.', '/') + "/";
    }
    return key.equals("stig") && reference.matches("V-\\d+") ? STIG + reference : null;
  }

  /** The name of a step as a heading. */
  public String step(String name) {
    return name.equals("url") ? "URL" : plain(name.replace('-', ' '));
  }

  /** What narrows a filter of sign-ins to a country. */
  public String signInsFrom(String country) {
    return country.equals("Unknown")
        ? " and not (client.geographicalContext.country pr)"
        : " and client.geographicalContext.country eq " + json(country);
  }

  /** Figures for a plot. */
  public String json(Object value) {
    return JSON.valueToTree(value).toString();
  }

  /** The text of a value, or another where there is none. */
  public String or(Object value, String otherwise) {
    return value == null || value.toString().isEmpty() ? otherwise : value.toString();
  }
}
