package org.oktadata.web.console;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.oktadata.store.ReadDatabase;
import org.springframework.stereotype.Component;

/** Reads the events that prove a finding. */
@Component
class FindingEvents {

  private static final int SHOWN = 100;

  private final ReadDatabase database;
  private final EventLines lines;

  FindingEvents(ReadDatabase database, EventLines lines) {
    this.database = database;
    this.lines = lines;
  }

  /**
   * The end of a finding's proof.
   *
   * @param newest its newest events, oldest first
   * @param total how many events prove it
   */
  record Proof(List<EventLine> newest, long total) {}

  Proof of(long finding) {
    List<EventLine> newest =
        new ArrayList<>(
            database
                .sql(
                    EventLine.SELECT
                        + """
                        from (
                          select f.integration, p.published, p.uuid from store.finding f join store.finding_event p on p.finding_id = f.id
                          where f.id = ? order by p.published desc, p.uuid desc limit ?
                        ) p
                        join store.event e on e.integration = p.integration and e.published = p.published and e.uuid = p.uuid
                        order by e.published desc, e.uuid desc\
                        """)
                .params(finding, SHOWN)
                .query((row, number) -> EventLine.of(row))
                .list());
    Collections.reverse(newest);
    return new Proof(lines.linked(newest), newest.size() < SHOWN ? newest.size() : total(finding));
  }

  private long total(long finding) {
    return database
        .sql("select count(*) from store.finding_event where finding_id = ?")
        .param(finding)
        .query(Long.class)
        .single();
  }
}
