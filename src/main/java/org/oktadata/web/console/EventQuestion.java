package org.oktadata.web.console;

import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.web.util.UriComponentsBuilder;

/** Addresses of the page of events, with a question of Okta's filter language. */
final class EventQuestion {

  private static final Pattern ADDRESS =
      Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|(?=.*::|(?:[^:]+:){7})[0-9a-fA-F:]{2,39}");

  /** Attributes of events that a finding can be about where that has no page of its own. */
  private static final Map<String, String> SUBJECTS =
      Map.of("ip", "client.ipAddress", "session", "authenticationContext.externalSessionId");

  private EventQuestion() {}

  /** Events whose attribute has this value. */
  static String path(String integration, String attribute, String value) {
    String text = value.replace("\\", "\\\\").replace("\"", "\\\"");
    return UriComponentsBuilder.fromPath("/events")
        .queryParam("integration", "{integration}")
        .queryParam("filter", "{filter}")
        .encode()
        .buildAndExpand(integration, "%s eq \"%s\"".formatted(attribute, text))
        .toUriString();
  }

  /** Events of a finding's subject, or null where events don't name such a thing so. */
  static String ofSubject(String integration, String type, String id) {
    String attribute = SUBJECTS.get(type);
    return attribute == null ? null : path(integration, attribute, id);
  }

  /** Events from an IP address, or null where the text is none. */
  static String ofAddress(String integration, String text) {
    return ADDRESS.matcher(text).matches() ? ofSubject(integration, "ip", text) : null;
  }
}
