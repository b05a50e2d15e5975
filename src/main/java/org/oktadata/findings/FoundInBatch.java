package org.oktadata.findings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What detections look for in a batch of events, sorted by how it is judged.
 *
 * @param single of rules for which one event is enough
 * @param firstTimes of rules that look for a value that is new
 * @param absences of rules that wait for what doesn't follow
 * @param windows of the others that count over several events
 * @param unjudged events that can't be read
 */
record FoundInBatch(
    Map<Detection, List<Sighting>> single,
    Map<Detection, List<Match>> firstTimes,
    Map<Detection, List<Match>> absences,
    Map<Detection, List<Match>> windows,
    List<UnjudgedEvents.Unjudged> unjudged) {

  static FoundInBatch of(List<LogEvent> events, RuleIndex index) {
    FoundInBatch all =
        new FoundInBatch(
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            new ArrayList<>());
    for (LogEvent event : events) {
      try {
        index.matches(event).forEach(all::add);
      } catch (RuntimeException | StackOverflowError e) {
        all.unjudged.add(new UnjudgedEvents.Unjudged(event, String.valueOf(e.getMessage())));
      }
    }
    return all;
  }

  private void add(RuleIndex.Found found) {
    Detection rule = found.rule();
    Correlation correlation = rule.correlation();
    if (correlation == null) {
      single.computeIfAbsent(rule, r -> new ArrayList<>()).add(sighting(found));
    } else {
      matches(correlation).computeIfAbsent(rule, r -> new ArrayList<>()).add(found.match());
    }
  }

  private Map<Detection, List<Match>> matches(Correlation correlation) {
    if (correlation.firstTime() != null) {
      return firstTimes;
    }
    return correlation.absent() != null ? absences : windows;
  }

  private static Sighting sighting(RuleIndex.Found found) {
    Detection rule = found.rule();
    Match match = found.match();
    return new Sighting(
        match.integration(),
        rule.id(),
        rule.title(),
        rule.severity(),
        match.subjectType(),
        match.subjectId(),
        Match.summary(rule, found.event()),
        List.of(Map.of("published", match.published().toString(), "uuid", match.uuid())));
  }
}
