package org.oktadata.findings;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/**
 * Whom or what a detection's finding is about.
 *
 * @param type type of the subject; null takes it from the event
 * @param typePath where the event tells the type
 * @param idPath where the event tells the id; null stands for the whole org
 */
record Subject(String type, EventPath typePath, EventPath idPath) {

  /**
   * Reads {@code actor}, {@code ip}, {@code org}, {@code session}, {@code target User} or a path.
   */
  static Subject of(String text) {
    String[] words = text.split("\\s+", 2);
    return switch (words[0]) {
      case "actor" -> new Subject(null, EventPath.of("actor.type"), EventPath.of("actor.id"));
      case "ip" -> new Subject("ip", null, EventPath.of("client.ipAddress"));
      case "session" ->
          new Subject("session", null, EventPath.of("authenticationContext.externalSessionId"));
      case "org" -> new Subject("org", null, null);
      case "target" ->
          words.length == 1
              ? new Subject(null, EventPath.of("target.type"), EventPath.of("target.id"))
              : new Subject(
                  words[1].toLowerCase(Locale.ROOT),
                  null,
                  EventPath.of("target[type eq \"%s\"].id".formatted(words[1])));
      default -> new Subject("value", null, EventPath.of(text));
    };
  }

  String type(JsonNode event) {
    String found = type != null ? type : typePath.text(event);
    return found == null ? "unknown" : found.toLowerCase(Locale.ROOT);
  }

  /** The id, or the actor's where the event doesn't name what is asked for. */
  String id(JsonNode event, String integration) {
    String found = idPath == null ? integration : idPath.text(event);
    return found == null ? "unknown" : found;
  }
}
