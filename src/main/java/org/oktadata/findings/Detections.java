package org.oktadata.findings;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Holds a batch of events against detections, in the transaction of the caller. */
@Component
class Detections {

  private final Matches matches;
  private final RipeGroups ripe;
  private final Correlations correlations;
  private final EventCheck where;
  private final Sightings sightings;
  private final Isolation isolation;
  private final UnjudgedEvents unjudged;
  private final KnownIntegrations integrations;

  Detections(
      Matches matches,
      RipeGroups ripe,
      Correlations correlations,
      EventCheck where,
      Sightings sightings,
      Isolation isolation,
      UnjudgedEvents unjudged,
      KnownIntegrations integrations) {
    this.matches = matches;
    this.ripe = ripe;
    this.correlations = correlations;
    this.where = where;
    this.sightings = sightings;
    this.isolation = isolation;
    this.unjudged = unjudged;
    this.integrations = integrations;
  }

  /**
   * Judges a batch of events; matches, first times and sightings are stored. What belongs to an
   * integration that is being removed is passed over.
   *
   * @param quiet what is known of groups; whoever reads events anew knows nothing
   */
  void evaluate(List<LogEvent> batch, RuleIndex index, QuietGroups quiet) {
    List<LogEvent> events = integrations.of(batch, LogEvent::integration);
    if (!events.isEmpty()) {
      evaluate(batch.get(0), events, index, quiet);
    }
  }

  private void evaluate(LogEvent first, List<LogEvent> events, RuleIndex index, QuietGroups quiet) {
    Map<Detection, List<Match>> windows = new LinkedHashMap<>();
    Map<Detection, List<Match>> firstTimes = new LinkedHashMap<>();
    Map<Detection, List<Sighting>> single = new LinkedHashMap<>();
    List<UnjudgedEvents.Unjudged> unjudged = new ArrayList<>();
    for (LogEvent event : events) {
      try {
        for (Found found : found(event, index)) {
          Detection rule = found.rule();
          if (rule.correlation() == null) {
            single.computeIfAbsent(rule, r -> new ArrayList<>()).add(found.sighting());
          } else {
            (rule.correlation().firstTime() == null ? windows : firstTimes)
                .computeIfAbsent(rule, r -> new ArrayList<>())
                .add(found.match());
          }
        }
      } catch (RuntimeException | StackOverflowError e) {
        unjudged.add(new UnjudgedEvents.Unjudged(event, String.valueOf(e.getMessage())));
      }
    }
    List<Sighting> sighted = new ArrayList<>();
    single.forEach(
        (rule, seen) ->
            sighted.addAll(
                rule.where().isEmpty()
                    ? seen
                    : isolation.run(rule, first, seen, some -> where.keep(rule, some))));
    firstTimes.forEach(
        (rule, found) ->
            sighted.addAll(
                isolation.run(rule, first, found, some -> correlations.firstTimes(rule, some))));
    if (!windows.isEmpty()) {
      Map<Detection, List<Match>> absences = new LinkedHashMap<>(windows);
      absences.keySet().removeIf(rule -> rule.correlation().absent() == null);
      matches.store(absences);
      windows.keySet().removeAll(absences.keySet());
      ripe.of(first, windows, quiet)
          .forEach(
              (rule, groups) ->
                  sighted.addAll(
                      isolation.run(
                          rule, first, groups, some -> correlations.complete(rule, some))));
    }
    sightings.store(sighted);
    this.unjudged.note(unjudged);
  }

  /**
   * Judges what should have followed by now and didn't.
   *
   * @param until how far events of the rules were read, empty where all of them were
   */
  void evaluateAbsences(List<Detection> rules, Optional<Instant> until) {
    rules.stream()
        .filter(rule -> rule.correlation() != null && rule.correlation().absent() != null)
        .forEach(
            rule ->
                sightings.store(
                    integrations.of(
                        isolation.run(rule, () -> correlations.absences(rule, until)),
                        Sighting::integration)));
  }

  private record Found(Detection rule, Match match, Sighting sighting) {}

  private static List<Found> found(LogEvent event, RuleIndex index) {
    List<RuleIndex.Candidate> candidates = index.of(event.type());
    JsonNode json = candidates.isEmpty() ? null : event.json();
    List<Found> all = new ArrayList<>();
    for (RuleIndex.Candidate candidate : candidates) {
      if (candidate.step().filter().matches(json)) {
        Detection rule = candidate.rule();
        Match match = Match.of(rule, candidate.step(), event, json);
        if (match != null) {
          Sighting sighting = rule.correlation() == null ? sighting(rule, match, json) : null;
          all.add(new Found(rule, match, sighting));
        }
      }
    }
    return all;
  }

  private static Sighting sighting(Detection rule, Match match, JsonNode json) {
    return new Sighting(
        match.integration(),
        rule.id(),
        rule.title(),
        rule.severity(),
        match.subjectType(),
        match.subjectId(),
        Match.summary(rule, json),
        List.of(Map.of("published", match.published().toString(), "uuid", match.uuid())));
  }
}
