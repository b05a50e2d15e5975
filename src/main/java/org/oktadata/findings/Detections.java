package org.oktadata.findings;

import java.time.Instant;
import java.util.ArrayList;
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
    if (events.isEmpty()) {
      return;
    }
    LogEvent first = batch.get(0);
    FoundInBatch found = FoundInBatch.of(events, index);
    List<Sighting> sighted = new ArrayList<>(ofOneEvent(first, found.single()));
    sighted.addAll(firstTimes(first, found.firstTimes()));
    matches.store(found.absences());
    sighted.addAll(complete(first, found.windows(), quiet));
    sightings.store(sighted);
    unjudged.note(found.unjudged());
  }

  private List<Sighting> ofOneEvent(LogEvent first, Map<Detection, List<Sighting>> single) {
    List<Sighting> sighted = new ArrayList<>();
    single.forEach(
        (rule, seen) ->
            sighted.addAll(
                rule.where().isEmpty()
                    ? seen
                    : isolation.run(rule, first, seen, some -> where.keep(rule, some))));
    return sighted;
  }

  private List<Sighting> firstTimes(LogEvent first, Map<Detection, List<Match>> found) {
    List<Sighting> sighted = new ArrayList<>();
    found.forEach(
        (rule, matches) ->
            sighted.addAll(
                isolation.run(rule, first, matches, some -> correlations.firstTimes(rule, some))));
    return sighted;
  }

  private List<Sighting> complete(
      LogEvent first, Map<Detection, List<Match>> found, QuietGroups quiet) {
    List<Sighting> sighted = new ArrayList<>();
    ripe.ripened(first, found, quiet)
        .forEach(
            (rule, groups) ->
                sighted.addAll(
                    isolation.run(rule, first, groups, some -> correlations.complete(rule, some))));
    return sighted;
  }

  /**
   * Judges what should have followed by now and didn't.
   *
   * @param until how far events of the rules were read, empty where all of them were
   */
  void evaluateAbsences(List<Detection> rules, Optional<Instant> until) {
    rules.stream()
        .filter(Detection::looksForAbsence)
        .forEach(
            rule ->
                sightings.store(
                    integrations.of(
                        isolation.run(rule, () -> correlations.absences(rule, until)),
                        Sighting::integration)));
  }
}
