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

  /**
   * Whether rows that an index has in order may be sorted instead. Of a million events of one
   * transaction the statistics say nothing, so all would be read and sorted for each batch.
   */
  static void sorting(JdbcClient database, boolean allowed) {
    String value = allowed ? "on" : "off";
    database
        .sql(
            "select set_config('enable_sort', :value, true), set_config('enable_bitmapscan', :value, true)")
        .param("value", value)
        .query()
        .singleRow();
  }
}
