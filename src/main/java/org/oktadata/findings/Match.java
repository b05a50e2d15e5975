package org.oktadata.findings;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.oktadata.filters.EventPath;

/** An event that one step of a detection looks for, with what the detection wants to know of it. */
record Match(
    String integration,
    Instant published,
    String uuid,
    String step,
    String group,
    String subjectType,
    String subjectId,
    String value,
    Map<String, String> kept,
    long different,
    String actor,
    UUID place) {

  /** Characters of a value that a finding shows. */
  private static final int LONGEST_VALUE = 1_000;

  private static final EventPath ACTOR = EventPath.of("actor.id");

  /** What of a single event its finding shows. */
  private static final Map<String, EventPath> SUMMARY =
      Map.ofEntries(
          shown("eventType", "eventType"),
          shown("message", "displayMessage"),
          shown("actor", "actor.alternateId"),
          shown("target", "target.displayName"),
          shown("outcome", "outcome.result"),
          shown("reason", "outcome.reason"),
          shown("ip", "client.ipAddress"),
          shown("country", "client.geographicalContext.country"),
          shown("policyRule", "target[type eq \"Rule\"].displayName"),
          shown("userAgent", "client.userAgent.rawUserAgent"));

  private static Map.Entry<String, EventPath> shown(String name, String path) {
    return Map.entry(name, EventPath.of(path));
  }

  /** Null where the event lacks a value that the group or the novelty needs. */
  static Match of(Detection rule, Step step, LogEvent event, JsonNode json) {
    String group = "";
    String value = null;
    Map<String, String> kept = new TreeMap<>();
    Correlation correlation = rule.correlation();
    if (correlation != null) {
      group = group(correlation, json);
      value = correlation.firstTime() == null ? null : correlation.firstTime().text(json);
      correlation.kept().forEach((name, path) -> keep(kept, name, path.text(json)));
      if (group == null || (correlation.firstTime() != null && value == null)) {
        return null;
      }
    }
    String key = Digest.shortened(group);
    return new Match(
        event.integration(),
        event.published(),
        event.uuid(),
        step.name(),
        key,
        Digest.shortened(rule.subject().type(json)),
        Digest.shortened(rule.subject().id(json, event.integration())),
        Digest.shortened(value),
        kept,
        correlation == null ? 0 : different(correlation.required().different(), kept),
        correlation == null ? null : actor(json),
        correlation == null ? null : GroupOfMatches.place(rule.id(), event.integration(), key));
  }

  /** Null where many share the name. */
  private static String actor(JsonNode json) {
    String actor = ACTOR.text(json);
    return "unknown".equals(actor) ? null : actor;
  }

  /** Digest of the values of which the rule wants different ones. */
  private static long different(Set<String> names, Map<String, String> kept) {
    return names.isEmpty()
        ? 0
        : Digest.of(names.stream().map(name -> kept.get(name) + "\n").collect(joining()))
            .getMostSignificantBits();
  }

  private static String group(Correlation correlation, JsonNode json) {
    StringBuilder key = new StringBuilder();
    for (EventPath path : correlation.groupBy()) {
      String part = path.text(json);
      if (part == null || part.equals("unknown")) {
        return null;
      }
      key.append(key.isEmpty() ? "" : " ").append(part);
    }
    return key.toString();
  }

  /** The event has the whole; a value that is cut still differs from others. */
  private static void keep(Map<String, String> kept, String name, String value) {
    if (value != null) {
      kept.put(name, Digest.shortened(value, LONGEST_VALUE));
    }
  }

  /** What a single event's finding shows. */
  static Map<String, String> summary(Detection rule, JsonNode json) {
    Map<String, String> summary = new TreeMap<>();
    SUMMARY.forEach((name, path) -> keep(summary, name, path.text(json)));
    summary.replaceAll(rule::told);
    return summary;
  }

  /** The names in it. */
  static Set<String> summaryNames() {
    return SUMMARY.keySet();
  }
}
