package org.oktadata.web.console;

import java.time.Instant;
import java.util.List;
import org.oktadata.store.ReadDatabase;
import org.oktadata.store.Timestamps;
import org.springframework.stereotype.Component;

/** Reads how old what is known is, the oldest data types first. */
@Component
class Freshness {

  record Age(String dataType, Instant read) {}

  private final ReadDatabase database;

  Freshness(ReadDatabase database) {
    this.database = database;
  }

  List<Age> oldest(String integration, int most) {
    return database
        .sql(
            """
            select data_type, complete_at as read from store.data_type_state
            where integration = ? and complete_at is not null order by 2 limit ?\
            """)
        .params(integration, most)
        .query(
            (row, number) -> new Age(row.getString("data_type"), Timestamps.instant(row, "read")))
        .list();
  }
}
