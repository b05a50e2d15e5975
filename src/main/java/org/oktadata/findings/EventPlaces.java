package org.oktadata.findings;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.oktadata.filters.EventFilter;
import org.oktadata.filters.EventPath;
import org.oktadata.integrations.NearestName;

/**
 * Places in events that a rule names. One that looks misspelt is refused: it is there in no event,
 * so that the rule would never find anything, and nobody would notice. What looks like none of them
 * is let be, since Okta may add some.
 */
final class EventPlaces {

  private static final List<String> TOP =
      List.of(
          "actor",
          "authenticationContext",
          "client",
          "debugContext",
          "device",
          "displayMessage",
          "eventType",
          "legacyEventType",
          "outcome",
          "published",
          "request",
          "securityContext",
          "severity",
          "target",
          "transaction",
          "uuid",
          "version",
          "result",
          "reason");

  /** Quoted text, or what an operator compares. */
  private static final Pattern COMPARED =
      Pattern.compile(
          "\"(?:[^\"\\\\]|\\\\.)*+\"|([A-Za-z]+)(?:[.\\[][^\\s\"]*)?\\s+(?:eq|ne|co|sw|ew|pr|gt|ge|lt|le)\\b",
          Pattern.CASE_INSENSITIVE);

  private EventPlaces() {}

  /** A place; throws IllegalArgumentException for what isn't one. */
  static EventPath path(String text) {
    for (String each : text.split("\\s+\\|\\s+")) {
      refuseMisspelt(each.split("[.\\[]", 2)[0]);
    }
    return EventPath.of(text);
  }

  /** A filter; throws IllegalArgumentException for what isn't one. */
  static EventFilter filter(String text) {
    EventFilter filter = EventFilter.parse(text);
    for (Matcher place = COMPARED.matcher(text); place.find(); ) {
      if (place.group(1) != null) {
        refuseMisspelt(place.group(1));
      }
    }
    return filter;
  }

  private static void refuseMisspelt(String name) {
    if (TOP.stream().noneMatch(name::equalsIgnoreCase)) {
      NearestName.of(name, TOP)
          .ifPresent(
              meant -> {
                throw new IllegalArgumentException(
                    "events have no '%s' (%s?)".formatted(name, meant));
              });
    }
  }
}
