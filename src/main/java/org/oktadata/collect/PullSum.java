package org.oktadata.collect;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What the ledger holds of a pull.
 *
 * @param planned its lists
 * @param answered those that were read, or of which Okta said that there is nothing to read
 * @param open those that are still to be read
 * @param failed those that could not be read
 * @param absent those of which Okta said that there is no such thing
 * @param missing of them, those that another org could have
 * @param gone those whose object, or parent, is no more
 * @param closing those that together are the whole data type
 * @param pages the pages that came
 * @param records what they held
 * @param changed of that, what is new or other than before
 * @param deleted what they no longer held
 * @param failedCalls calls that brought no page
 * @param expected what they should hold; null unless that is known of each
 * @param reason why one failed, or else why one is absent; or null
 */
record PullSum(
    long planned,
    long answered,
    long open,
    long failed,
    long absent,
    long missing,
    long gone,
    long closing,
    long pages,
    long records,
    long changed,
    long deleted,
    long failedCalls,
    Long expected,
    String reason) {

  /** What the lists of a data type of a run came to so far: columns of a sum over the ledger. */
  static final String FIGURES =
      """
      count(*) as planned, count(*) filter (where state not in ('planned', 'listed', 'failed')) as answered,
      coalesce(sum(pages), 0) as pages, coalesce(sum(records), 0) as records, coalesce(sum(changed), 0) as changed,
      coalesce(sum(deleted), 0) as deleted, coalesce(sum(failed_calls), 0) as failed_calls,
      case when count(*) = count(expected) then sum(expected)::bigint end as expected""";

  static PullSum of(JdbcClient database, Pull pull) {
    return database
        .sql(
            """
            select %s,
                   count(*) filter (where state in ('planned', 'listed')) as open,
                   count(*) filter (where state = 'failed') as failed, count(*) filter (where state = 'absent') as absent,
                   count(*) filter (where state = 'absent' and lack is distinct from 'list' and lack is distinct from 'engine') as missing,
                   count(*) filter (where state = 'gone') as gone, count(*) filter (where closing = 'type') as closing,
                   coalesce(min(reason) filter (where state = 'failed'), min(reason) filter (where lack = 'feature'),
                            min(reason) filter (where state = 'absent')) as reason
            from store.request where run_id = ? and data_type = ?"""
                .formatted(FIGURES))
        .params(pull.run(), pull.dataType())
        .query(PullSum.class)
        .single();
  }

  /**
   * Whether Okta knew none of several objects that it had just listed: that happens to an app that
   * may not open them, and not to an org.
   */
  boolean goneAll() {
    return planned > 1 && gone == planned;
  }

  /** Whether Okta said of every list that this org has no such thing. */
  boolean absentAll() {
    return planned > 0 && absent == planned;
  }
}
