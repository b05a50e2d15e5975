package org.oktadata.findings;

import java.util.List;
import java.util.Optional;
import org.oktadata.catalogue.CollectedTypes;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Tells whether the data that a check needs is there, whole and still collected. */
@Component
class Readiness {

  private static final String SQL =
      """
      select n.name || case
               when t.status is null and exists (select from store.integration where name = :integration and issuer_changed_at is not null)
               then ' was not collected since the issuer was changed'
               when t.status is null then ' was never collected'
               else ' is not complete (' || t.status || coalesce(': ' || t.reason, '') || ')' end
      from unnest(cast(:needs as text[])) with ordinality n(name, place)
      left join store.state_of(:integration, n.name) t on true
      where t.status is distinct from 'SUCCESS' %s
      order by n.place limit 1""";

  /** Asked only of those who need events: over a hundred days it takes long to plan. */
  private static final String NO_EVENT_CAME =
      "and not (n.name = 'events' and exists (select from store.event where integration = :integration))";

  /** They may come in by streams alone. */
  private static final String BY_STREAMS = "events";

  private final JdbcClient database;
  private final CollectedTypes collected;

  Readiness(JdbcClient database, CollectedTypes collected) {
    this.database = database;
    this.collected = collected;
  }

  /** Why a check cannot be answered now, or empty. */
  Optional<String> obstacle(String integration, Check check) {
    if (!check.pipeline().isEmpty() && isClassic(integration)) {
      return Optional.of(
          "Only Identity Engine shows it; this org is on Classic Engine, so look in the Admin Console");
    }
    return stopped(integration, check.needs())
        .or(() -> leftOut(integration, check.needs()))
        .or(() -> obstacle(integration, check.needs()));
  }

  /** On rows that stand still, time alone makes everybody inactive and every password old. */
  private Optional<String> stopped(String integration, List<String> needs) {
    return needs.stream().allMatch(BY_STREAMS::equals)
        ? Optional.empty()
        : database
            .sql(
                "select coalesce(state_reason, state) from store.integration where name = ? and state <> 'ready'")
            .param(integration)
            .query(String.class)
            .optional()
            .map("The integration isn't collected. %s"::formatted);
  }

  /** What nobody collects any more was complete once, and is wrong today. */
  private Optional<String> leftOut(String integration, List<String> needs) {
    return collected.leftOut(integration, needs).stream()
        .filter(name -> !name.equals(BY_STREAMS))
        .findFirst()
        .map(
            name ->
                collected
                    .lack(name)
                    .orElse(
                        "%s isn't collected: the integration's data-types leave it out"
                            .formatted(name)));
  }

  /** An org whose engine isn't known yet wasn't collected either. */
  private boolean isClassic(String integration) {
    return database
        .sql("select exists (select from store.integration where name = ? and pipeline = 'v1')")
        .param(integration)
        .query(Boolean.class)
        .single();
  }

  private Optional<String> obstacle(String integration, List<String> needs) {
    return needs.isEmpty()
        ? Optional.empty()
        : database
            .sql(SQL.formatted(needs.contains(BY_STREAMS) ? NO_EVENT_CAME : ""))
            .param("needs", needs.toArray(String[]::new))
            .param("integration", integration)
            .query(String.class)
            .optional();
  }
}
