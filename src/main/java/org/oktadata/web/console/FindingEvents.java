package org.oktadata.web.console;

import java.util.List;
import org.oktadata.store.ReadDatabase;
import org.springframework.stereotype.Component;

/** Reads the events that prove a finding, oldest first. */
@Component
class FindingEvents {

  private final ReadDatabase database;

  FindingEvents(ReadDatabase database) {
    this.database = database;
  }

  List<EventLine> of(long finding) {
    return database
        .sql(
            EventLine.SELECT
                + """
                from store.finding f join store.finding_event p on p.finding_id = f.id
                join store.event e on e.integration = f.integration and e.published = p.published and e.uuid = p.uuid
                where f.id = ? order by e.published limit 100\
                """)
        .param(finding)
        .query((row, number) -> EventLine.of(row))
        .list();
  }
}
