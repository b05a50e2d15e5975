package org.oktadata.findings;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How PostgreSQL treats the statements of a batch. Each is planned for its own parameters, and by
 * index: a plan made while a table was empty would read all of it, for every batch of a flood.
 */
final class BatchSettings {

  private BatchSettings() {}

  /** Holds until the transaction ends. */
  static void apply(JdbcClient database) {
    database
        .sql(
            """
            select set_config('plan_cache_mode', 'force_custom_plan', true), set_config('enable_seqscan', 'off', true),
                   set_config('jit', 'off', true), set_config('statement_timeout', '30s', true)""")
        .query()
        .singleRow();
  }
}
