package org.oktadata.findings;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import org.oktadata.filters.EventPath;

/**
 * Whom or what a detection's finding is about.
 *
 * @param type type of the subject; null takes it from the event
 * @param typePath where the event tells the type
 * @param idPath where the event tells the id; null stands for the whole org
 * @param otherwise whom it is about where the event tells no id, or null
 */
record Subject(String type, EventPath typePath, EventPath idPath, Subject otherwise) {

  private static final Subject ACTOR =
      new Subject(null, EventPath.of("actor.type"), EventPath.of("actor.id"), null);

  /**
   * Reads {@code actor}, {@code ip}, {@code org}, {@code session}, {@code target User} or a path.
   */
  static Subject of(String text) {
    String[] words = text.split("\\s+", 2);
    return switch (words[0]) {
      case "actor" -> ACTOR;
      case "ip" -> new Subject("ip", null, EventPath.of("client.ipAddress"), null);
      case "session" ->
          new Subject(
              "session", null, EventPath.of("authenticationContext.externalSessionId"), null);
      case "org" -> new Subject("org", null, null, null);
      case "target" ->
          words.length == 1
              ? new Subject(null, EventPath.of("target.type"), EventPath.of("target.id"), ACTOR)
              : new Subject(
                  words[1].toLowerCase(Locale.ROOT),
                  null,
                  EventPath.of("target[type eq \"%s\"].id".formatted(words[1])),
                  ACTOR);
      default -> new Subject("value", null, EventPlaces.path(text), null);
    };
  }

  /** The type, of the actor where the event doesn't name the target that is asked for. */
  String type(JsonNode event) {
    if (otherwise != null && idPath.text(event) == null) {
      return otherwise.type(event);
    }
    String found = type != null ? type : typePath.text(event);
    return found == null ? "unknown" : found.toLowerCase(Locale.ROOT);
  }

  /** The id, or the actor's where the event doesn't name the target that is asked for. */
  String id(JsonNode event, String integration) {
    String found = idPath == null ? integration : idPath.text(event);
    if (found == null && otherwise != null) {
      return otherwise.id(event, integration);
    }
    return found == null ? "unknown" : found;
  }
}
