package org.oktadata.web.console;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.oktadata.catalogue.CollectedTypes;
import org.oktadata.store.ReadDatabase;
import org.oktadata.store.Timestamps;
import org.springframework.stereotype.Component;

/** Reads how old what is known is, the oldest data types first. */
@Component
class Freshness {

  record Age(String dataType, Instant read) {}

  private final ReadDatabase database;
  private final CollectedTypes collected;

  Freshness(ReadDatabase database, CollectedTypes collected) {
    this.database = database;
    this.collected = collected;
  }

  List<Age> oldest(String integration, int most) {
    List<Age> all =
        database
            .sql(
                """
                select data_type, greatest(complete_at, c.changed_at) as read
                from store.data_type_state left join store.cursor c using (integration, data_type)
                where integration = ? and complete_at is not null order by 2\
                """)
            .param(integration)
            .query(
                (row, number) ->
                    new Age(row.getString("data_type"), Timestamps.instant(row, "read")))
            .list();
    Set<String> leftOut =
        Set.copyOf(collected.leftOut(integration, all.stream().map(Age::dataType).toList()));
    return all.stream().filter(age -> !leftOut.contains(age.dataType())).limit(most).toList();
  }
}
