package org.oktadata.findings;

/**
 * What it means that a finding ends or is open again, whoever finds that out: what somebody had
 * decided about it holds no longer. What would be open and is left out is accepted by that
 * exclusion instead. Assignments for an update of {@code store.finding t}.
 */
final class FindingStates {

  /** It holds no longer. */
  static final String RESOLVED =
      """
      state = 'resolved', resolved_at = now(), changed_at = now(),
      state_reason = null, state_actor = null, state_until = null, state_at = null, state_outcome = null,
      silence_later = false, exclusion_id = null""";

  /** A posture finding was last seen when its check last found it. */
  static final String LAST_SEEN_BY_CHECK =
      """
      last_seen = greatest(t.last_seen, (
        select s.passed_at from store.check_state s where s.integration = t.integration and s.check_id = t.check_id))""";

  private static final String REOPENED_WHERE =
      """
      state = case when not (%1$s) then t.state when (%2$s).id is null then 'open' else 'accepted' end, changed_at = now(),
      resolved_at = case when %1$s then null else t.resolved_at end,
      state_reason = case when %1$s then (%2$s).reason else t.state_reason end,
      state_actor = case when %1$s then (%2$s).created_by else t.state_actor end,
      state_until = case when %1$s then (%2$s).until else t.state_until end,
      state_at = case when not (%1$s) then t.state_at when (%2$s).id is not null then now() end,
      state_outcome = case when %1$s then null else t.state_outcome end,
      silence_later = case when %1$s then (%2$s).id is not null and t.kind = 'detection' else t.silence_later end,
      exclusion_id = case when %1$s then (%2$s).id else t.exclusion_id end""";

  private FindingStates() {}

  /**
   * It holds again, or still, where a condition says so; the others stay as they are.
   *
   * @param exclusion column with the exclusion that it is left out by, as {@link Excluded} joins it
   */
  static String reopenedWhere(String condition, String exclusion) {
    return REOPENED_WHERE.formatted(condition, exclusion);
  }
}
