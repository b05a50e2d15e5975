package org.oktadata.findings;

import java.sql.Types;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Ends what is left of checks that run no more: nobody would ever find out that a finding of theirs
 * is fixed, and the score would count them for ever. What somebody muted or accepted stays decided.
 */
@Component
class RetiredChecks {

  private static final String GONE = "No file has this check any more.";

  private static final String END =
      """
      with left_over as (
        select check_id from store.check_state
        union select check_id from store.finding where kind <> 'detection' and state = 'open'
      ), retired as materialized (
        select check_id, coalesce(:retired::jsonb ->> check_id, case when check_id <> all (:known) then :gone::text end) as reason
        from left_over l
        where :retired::jsonb ->> check_id is not null
           or not exists (select from store.rule r where r.id = l.check_id and r.loaded_at > now() - interval '3 hours')
      ), resolved as (
        update store.finding t
        set %s,
            %s
        from retired r
        where r.reason is not null and t.check_id = r.check_id and t.kind <> 'detection' and t.state = 'open'
        returning t.id, t.state, t.severity, r.reason
      ), forgotten as (
        delete from store.check_state s using retired r where r.reason is not null and s.check_id = r.check_id
      )
      insert into store.finding_change (finding_id, change, state, severity, reason)
      select id, 'resolved', state, severity, reason from resolved"""
          .formatted(FindingStates.RESOLVED, FindingStates.LAST_SEEN_BY_CHECK);

  private final RuleLibrary library;
  private final JdbcClient database;

  RetiredChecks(RuleLibrary library, JdbcClient database) {
    this.library = library;
    this.database = database;
  }

  /**
   * Resolves their open findings, with the reason, and forgets how they last went. Which check a
   * file with a mistake holds isn't known, nor what a folder that isn't there held: then only what
   * was switched off ends. Nor does a check end that any instance wrote down within three hours,
   * each does so hourly: during an upgrade another one may have files that aren't here.
   */
  void end() {
    Rules rules = library.current();
    Map<String, String> retired = new LinkedHashMap<>();
    for (Check check : rules.checks()) {
      if (library.settings().disabled(check)) {
        retired.put(check.id(), library.settings().reasonOff(check));
      } else if (check.manual() != null) {
        retired.put(check.id(), check.idleReason());
      }
    }
    boolean all = rules.broken().isEmpty() && !rules.checks().isEmpty();
    database
        .sql(END)
        .param("retired", Json.of(retired))
        .param("known", rules.checks().stream().map(Check::id).toArray(String[]::new))
        .param("gone", all ? GONE : null, Types.VARCHAR)
        .update();
  }
}
