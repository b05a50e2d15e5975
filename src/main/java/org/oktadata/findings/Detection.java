package org.oktadata.findings;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.oktadata.filters.EventTypes;

/**
 * A rule over System Log events.
 *
 * @param steps the events it looks for
 * @param where SQL over the event for what the filter language can't say, or empty
 * @param correlation what must come together, or null where one event is enough
 * @param hidden names in the evidence whose values nobody is told: they stay in the events
 * @param hunt runs over the past when asked for, not on every event
 * @param unsupported why it cannot run here, or null
 */
record Detection(
    String id,
    String title,
    String severity,
    String description,
    String remediation,
    Map<String, List<String>> references,
    Map<String, Setting> settings,
    Subject subject,
    List<Step> steps,
    String where,
    Correlation correlation,
    Set<String> hidden,
    boolean hunt,
    String unsupported,
    String source,
    String fingerprint,
    List<RuleSql> written)
    implements Rule {

  @Override
  public String kind() {
    return "detection";
  }

  @Override
  public String idleReason() {
    return unsupported != null
        ? unsupported
        : hunt
            ? "A hunt: it runs over the past when asked for, because ordinary work matches too"
            : null;
  }

  /** A value of the evidence as people are told it. */
  String told(String name, String value) {
    return hidden.contains(name) ? "•••" : value;
  }

  EventTypes eventTypes() {
    return EventTypes.together(steps.stream().map(step -> step.filter().eventTypes()).toList());
  }

  /** Whether it looks for something that doesn't follow. */
  boolean looksForAbsence() {
    return correlation != null && correlation.absent() != null;
  }

  /** How far back a match still counts. */
  Duration memory() {
    return correlation == null ? Duration.ZERO : correlation.window();
  }
}
