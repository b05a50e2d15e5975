package org.oktadata.findings;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Holds a batch of events against detections, in the transaction of the caller. */
@Component
class Detections {

  private static final Logger log = LoggerFactory.getLogger(Detections.class);

  private final Matches matches;
  private final Correlations correlations;
  private final EventCheck where;
  private final Sightings sightings;
  private final RuleTrouble trouble;
  private final TransactionTemplate savepoint;

  Detections(
      Matches matches,
      Correlations correlations,
      EventCheck where,
      Sightings sightings,
      RuleTrouble trouble,
      PlatformTransactionManager transactions) {
    this.matches = matches;
    this.correlations = correlations;
    this.where = where;
    this.sightings = sightings;
    this.trouble = trouble;
    this.savepoint = new TransactionTemplate(transactions);
    this.savepoint.setPropagationBehavior(TransactionTemplate.PROPAGATION_NESTED);
  }

  void evaluate(List<LogEvent> events, RuleIndex index) {
    Map<Detection, List<Match>> correlated = new LinkedHashMap<>();
    Map<Detection, List<Sighting>> single = new LinkedHashMap<>();
    for (LogEvent event : events) {
      List<RuleIndex.Candidate> candidates = index.of(event.type());
      JsonNode json = candidates.isEmpty() ? null : event.json();
      for (RuleIndex.Candidate candidate : candidates) {
        if (candidate.step().filter().matches(json)) {
          Detection rule = candidate.rule();
          Match match = Match.of(rule, candidate.step(), event, json);
          if (match != null && rule.correlation() == null) {
            single.computeIfAbsent(rule, r -> new ArrayList<>()).add(sighting(rule, match, json));
          } else if (match != null) {
            correlated.computeIfAbsent(rule, r -> new ArrayList<>()).add(match);
          }
        }
      }
    }
    single.forEach((rule, seen) -> guarded(rule, () -> sightings.store(where.keep(rule, seen))));
    correlated.forEach((rule, found) -> guarded(rule, () -> correlate(rule, found)));
  }

  /** Judges what should have followed by now and didn't. */
  void evaluateAbsences(List<Detection> rules) {
    rules.stream()
        .filter(rule -> rule.correlation() != null && rule.correlation().absent() != null)
        .forEach(rule -> guarded(rule, () -> sightings.store(correlations.of(rule, List.of()))));
  }

  private void correlate(Detection rule, List<Match> found) {
    if (rule.correlation().firstTime() == null) {
      matches.store(rule, found);
    }
    if (rule.correlation().absent() == null) {
      sightings.store(correlations.of(rule, found));
    }
  }

  private static Sighting sighting(Detection rule, Match match, JsonNode json) {
    return new Sighting(
        match.integration(),
        rule.id(),
        rule.title(),
        rule.severity(),
        match.subjectType(),
        match.subjectId(),
        Match.summary(json),
        List.of(Map.of("published", match.published(), "uuid", match.uuid())));
  }

  /** A rule whose SQL fails is reported and leaves the others their transaction. */
  private void guarded(Detection rule, Runnable work) {
    try {
      savepoint.executeWithoutResult(status -> work.run());
      trouble.cleared(rule);
    } catch (DataAccessException | IllegalArgumentException e) {
      Throwable cause = e instanceof DataAccessException d ? d.getMostSpecificCause() : e;
      String problem = String.valueOf(cause.getMessage()).replaceAll("\\s*\\R\\s*", " ");
      if (trouble.noted(rule, problem)) {
        log.error("Detection {} ({}): {}", rule.id(), rule.source(), problem);
      }
    }
  }
}
