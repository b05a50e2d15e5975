package org.oktadata.collect;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What the ledger holds of a pull.
 *
 * @param planned its lists
 * @param open those that are still to be read
 * @param failed those that could not be read
 * @param absent those of which Okta said that there is no such thing
 * @param missing of them, those that another org could have
 * @param gone those whose object, or parent, is no more
 * @param closing those that together are the whole data type
 * @param records what they held
 * @param reason why one failed, or else why one is absent; or null
 */
record PullSum(
    long planned,
    long open,
    long failed,
    long absent,
    long missing,
    long gone,
    long closing,
    long records,
    String reason) {

  static PullSum of(JdbcClient database, Pull pull) {
    return database
        .sql(
            """
            select count(*), count(*) filter (where state in ('planned', 'listed')),
                   count(*) filter (where state = 'failed'), count(*) filter (where state = 'absent'),
                   count(*) filter (where state = 'absent' and lack is distinct from 'list' and lack is distinct from 'engine'),
                   count(*) filter (where state = 'gone'), count(*) filter (where closing = 'type'),
                   coalesce(sum(records), 0),
                   coalesce(min(reason) filter (where state = 'failed'), min(reason) filter (where lack = 'feature'),
                            min(reason) filter (where state = 'absent'))
            from store.request where run_id = ? and data_type = ?""")
        .params(pull.run(), pull.dataType())
        .query(
            (row, number) ->
                new PullSum(
                    row.getLong(1),
                    row.getLong(2),
                    row.getLong(3),
                    row.getLong(4),
                    row.getLong(5),
                    row.getLong(6),
                    row.getLong(7),
                    row.getLong(8),
                    row.getString(9)))
        .single();
  }

  /** Whether Okta said of every list that this org has no such thing. */
  boolean absentAll() {
    return planned > 0 && absent == planned;
  }
}
