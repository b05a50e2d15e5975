package org.oktadata.findings;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How PostgreSQL treats the statements of a batch. Each is planned for its own parameters, and by
 * index: a plan made while a table was empty would read all of it, for every batch of a flood. Who
 * waits for a table that somebody holds gives up before it is taken for too slow.
 */
final class BatchSettings {

  private BatchSettings() {}

  /** Holds until the transaction ends. */
  static void apply(JdbcClient database) {
    database
        .sql(
            """
            select set_config('plan_cache_mode', 'force_custom_plan', true), set_config('enable_seqscan', 'off', true),
                   set_config('jit', 'off', true), set_config('statement_timeout', '30s', true),
                   set_config('lock_timeout', '5s', true)""")
        .query()
        .singleRow();
  }

  /**
   * Whether rows that an index has in order may be sorted instead. Of a million events of one
   * transaction the statistics say nothing, so all would be read and sorted for each batch. Where
   * they may not, there is one plan whatever the parameters, and it is kept: over a hundred days it
   * takes many times as long to make as to run.
   */
  static void sorting(JdbcClient database, boolean allowed) {
    database
        .sql(
            """
            select set_config('enable_sort', :value, true), set_config('enable_bitmapscan', :value, true),
                   set_config('plan_cache_mode', :plans, true)""")
        .param("value", allowed ? "on" : "off")
        .param("plans", allowed ? "force_custom_plan" : "force_generic_plan")
        .query()
        .singleRow();
  }
}
