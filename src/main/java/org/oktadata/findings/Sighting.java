package org.oktadata.findings;

import java.util.List;
import java.util.Map;

/**
 * A detection that holds for a subject, with the events that prove it.
 *
 * @param evidence what people want to see at once
 * @param events the proof: published and uuid of each event
 */
record Sighting(
    String integration,
    String rule,
    String title,
    String severity,
    String subjectType,
    String subjectId,
    Object evidence,
    List<Map<String, String>> events) {

  /** The same, about what findings call it. */
  Sighting named() {
    return new Sighting(
        integration,
        rule,
        title,
        severity,
        SubjectType.of(subjectType),
        subjectId,
        evidence,
        events);
  }
}
