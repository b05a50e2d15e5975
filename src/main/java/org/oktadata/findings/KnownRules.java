package org.oktadata.findings;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.oktadata.integrations.NearestName;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Ids of checks and detections that one can ask for: those of the files, and those whose files are
 * gone while something of them is still there.
 */
@Component
public class KnownRules {

  private final RuleLibrary library;
  private final JdbcClient database;

  KnownRules(RuleLibrary library, JdbcClient database) {
    this.library = library;
    this.database = database;
  }

  /**
   * What is wrong with a question for these.
   *
   * @return empty where each is known; otherwise what to ask for, with the name that is meant
   */
  public Optional<String> refusal(List<String> ids) {
    Rules rules = library.lastRead();
    Set<String> known = new TreeSet<>(rules.byId().keySet());
    rules.broken().forEach(rule -> known.add(rule.id()));
    return ids.stream()
        .filter(id -> !known.contains(id) && !leftSomething(id))
        .findFirst()
        .map(
            id ->
                "must be ids of checks or detections, as in GET /api/checks; one isn't%s."
                    .formatted(NearestName.guess(id, known)));
  }

  private boolean leftSomething(String id) {
    return database
        .sql(
            """
            select exists (select from store.rule where id = :id)
                or exists (select from store.finding where check_id = :id)
                or exists (select from store.exclusion where check_id = :id)""")
        .param("id", id)
        .query(Boolean.class)
        .single();
  }
}
