package org.oktadata.findings;

/**
 * What is left out of a check or detection, in SQL. An empty table of exclusions costs a probe of
 * an index for each finding that would be opened, and none for the others.
 */
final class Excluded {

  private static final String JOIN =
      """
      left join lateral (
        select e as exclusion from store.exclusions_of(%1$s.integration, %1$s.check_id, %1$s.subject_type, %1$s.subject_id) e
        where %2$s
        order by e.id = %3$s desc nulls last, e.until desc nulls first, e.id limit 1
      ) x on true""";

  /** A finding {@code f} that its exclusion holds no longer: that ended, or it left the group. */
  static final String NO_LONGER =
      """
      (f.exclusion_id is not null and not exists (
        select from store.exclusions_of(f.integration, f.check_id, f.subject_type, f.subject_id) e where e.id = f.exclusion_id))""";

  /**
   * Before an exclusion is added, to the end of the transaction: it waits for findings that are
   * being stored, to accept them, and what is stored later sees it.
   */
  static final String ADDING = "select 1 from pg_advisory_xact_lock(hashtext('exclusion'), 0)";

  /** The other side: before findings are stored, in a statement of its own. */
  static final String STORING =
      "select 1 from pg_advisory_xact_lock_shared(hashtext('exclusion'), 0)";

  private Excluded() {}

  /**
   * Joins {@code x.exclusion}, a row of {@code store.exclusion} or null, to what is to be a
   * finding: that which lasts longest.
   *
   * @param subject alias of what has integration, check_id, subject_type and subject_id
   */
  static String join(String subject) {
    return JOIN.formatted(subject, "true", "null");
  }

  /** The same for a finding: what holds it already holds it on. */
  static String joinFinding(String finding, String condition) {
    return JOIN.formatted(finding, condition, finding + ".exclusion_id");
  }
}
