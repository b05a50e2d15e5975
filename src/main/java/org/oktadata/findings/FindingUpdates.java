package org.oktadata.findings;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * How often it is told that a finding has new evidence: once a minute, or a finding that each batch
 * of events proves anew would fill history and topics with itself. The finding has its newest
 * evidence at once.
 */
@Component
class FindingUpdates {

  private static final String DUE =
      """
      coalesce((select c.at from store.finding_change c where c.finding_id = %s and c.change = 'updated' order by c.id desc limit 1)
               < now() - interval '1 minute', true)""";

  private static final String HELD_BACK =
      """
      with held as materialized (
        select f.id, f.state, f.severity, f.exclusion_id
        from (select distinct finding_id from store.finding_change
              where change = 'updated' and at > now() - interval '1 day' and at < now() - interval '1 minute') c
        join store.finding f on f.id = c.finding_id
        where f.changed_at > (select l.at from store.finding_change l where l.finding_id = f.id order by l.id desc limit 1)
        for update of f skip locked
      )
      insert into store.finding_change (finding_id, change, state, severity, exclusion_id)
      select id, 'updated', state, severity, exclusion_id from held""";

  private final JdbcClient database;

  FindingUpdates(JdbcClient database) {
    this.database = database;
  }

  /**
   * The condition under which an update is told at once; {@code finding} is the column of its id.
   */
  static String due(String finding) {
    return DUE.formatted(finding);
  }

  /**
   * Tells the last update that came within a minute of another, so that nobody keeps old evidence.
   * A finding that somebody is changing has its turn the next time: what it was isn't told after
   * what it became.
   */
  void tellHeldBack() {
    database.sql(HELD_BACK).update();
  }
}
