package org.oktadata.findings;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads the matches again that were left out while nothing could come of them. */
@Component
class PastMatches {

  /** Of each actor as many as a window counts of each step. */
  private static final String READ =
      """
      select %s
      from unnest(:c0::text[], :c1::text[], :c2::timestamptz[], :c3::timestamptz[]) a(integration, actor, since, until)
      cross join lateral (
        select e.integration, e.published, e.uuid, e.event_type, e.doc::text as doc from store.event e
        where e.integration = a.integration and e.actor_id = a.actor and e.published between a.since and a.until and e.event_type ~* :types
        order by e.published desc limit 5000) e\
      """
          .formatted(EventTexts.COLUMNS);

  private final JdbcClient database;
  private final EventTexts texts;

  PastMatches(DataSource source) {
    this.database = EventTexts.inPieces(source);
    this.texts = new EventTexts(database::sql);
  }

  /** The matches of these groups, within a window around what is new in each. */
  List<Match> of(Detection rule, List<GroupOfMatches> groups) {
    Columns columns = new Columns();
    Duration window = rule.correlation().window();
    for (GroupOfMatches group : groups) {
      if (group.actor() != null) {
        boolean onlyAfter = rule.correlation().required().keyComesFirst();
        Instant since = onlyAfter ? group.since() : group.since().minus(window);
        Instant until = group.until().plus(window);
        columns.add(group.integration(), group.actor(), since.toString(), until.toString());
      }
    }
    List<Match> matches = new ArrayList<>();
    if (!columns.isEmpty()) {
      Set<UUID> places = groups.stream().map(GroupOfMatches::place).collect(Collectors.toSet());
      RuleIndex index = new RuleIndex(List.of(rule));
      columns
          .in(database.sql(READ))
          .params(Map.of("types", rule.eventTypes().pattern()))
          .query(
              row -> {
                for (RuleIndex.Found found : found(index, texts.event(row))) {
                  if (places.contains(found.match().place())) {
                    matches.add(found.match());
                  }
                }
              });
    }
    return matches;
  }

  /** None for an event that can't be read; whoever reads new events tells of it. */
  private static List<RuleIndex.Found> found(RuleIndex index, LogEvent event) {
    try {
      return index.matches(event);
    } catch (RuntimeException | StackOverflowError e) {
      return List.of();
    }
  }
}
