package org.oktadata.collect;

import org.springframework.jdbc.core.simple.JdbcClient;

/** What is stored of a data type and not deleted. */
final class LiveRows {

  private LiveRows() {}

  /** How many there are. */
  static long count(JdbcClient database, String integration, String dataType) {
    return database
        .sql(
            "select count(*) from store.resource where integration = ? and data_type = ? and deleted_at is null")
        .params(integration, dataType)
        .query(Long.class)
        .single();
  }
}
