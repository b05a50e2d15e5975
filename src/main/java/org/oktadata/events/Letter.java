package org.oktadata.events;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An opened message.
 *
 * @param source EventBridge's name of the partner event source, the first in it; null where there
 *     is none
 * @param events the System Log events in it
 * @param sources of each event the partner event source that its own envelope names, or null
 * @param refusals what else was in it
 * @param newest when the newest of the events was published, as it is written; null without events
 * @param broken whether it couldn't be read as JSON at all
 */
record Letter(
    String source,
    List<Slice> events,
    List<String> sources,
    List<Refusal> refusals,
    String newest,
    boolean broken) {

  static final String PARTNER = "aws.partner/okta.com/";

  /** Okta's times are all written alike, so the later one is the greater text; null is earlier. */
  static String later(String one, String other) {
    return one == null || other != null && other.compareTo(one) > 0 ? other : one;
  }

  /** The integration that the event source is named after, null where it names none. */
  String integration() {
    return integration(source);
  }

  /**
   * The events by the integration that the source of each is named after; the letter's own is the
   * first, with or without events.
   *
   * @param otherwise whose those are that no source names an integration for, or null
   */
  Map<String, List<Slice>> byIntegration(String otherwise) {
    Map<String, List<Slice>> owners = new LinkedHashMap<>();
    owners.put(integration() == null ? otherwise : integration(), new ArrayList<>());
    for (int i = 0; i < events.size(); i++) {
      String named = integration(sources.get(i) == null ? source : sources.get(i));
      owners
          .computeIfAbsent(named == null ? otherwise : named, owner -> new ArrayList<>())
          .add(events.get(i));
    }
    return owners;
  }

  private static String integration(String source) {
    return source == null || !source.startsWith(PARTNER)
        ? null
        : source.substring(source.lastIndexOf('/') + 1);
  }
}
