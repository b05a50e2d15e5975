package org.oktadata.web.console.integrations;

import java.time.Instant;
import java.util.List;
import org.oktadata.events.StreamHealth;
import org.oktadata.store.ReadDatabase;
import org.oktadata.store.Timestamps;
import org.springframework.stereotype.Component;

/** Reads what streams brought to an integration, and what they missed. */
@Component
class StreamReader {

  /** One way events come: since when, and how many in the last hour. */
  record Door(String via, long lastHour, Instant last) {}

  /** A time in which a stream brought nothing. */
  record Gap(Instant from, Instant until, long events, String reason) {}

  /**
   * @param logStream how Okta says its log stream is, or null where it tells nothing
   */
  record Live(List<Door> doors, List<Gap> gaps, String logStream, boolean healthy) {

    public boolean arrived() {
      return doors.stream().anyMatch(door -> !door.via().equals("poll"));
    }

    public boolean gapOpen() {
      return gaps.stream().anyMatch(gap -> gap.until() == null);
    }
  }

  private final ReadDatabase database;
  private final StreamHealth health;

  StreamReader(ReadDatabase database, StreamHealth health) {
    this.database = database;
    this.health = health;
  }

  Live live(String integration) {
    return new Live(
        doors(integration), gaps(integration), logStream(integration), healthy(integration));
  }

  private boolean healthy(String integration) {
    return health.isHealthy(integration);
  }

  private List<Door> doors(String integration) {
    return database
        .current(
            """
            select coalesce(s.received_via, e.received_via) as via, coalesce(e.number, 0) as number,
                   coalesce(s.last_at, e.last) as last
            from (select received_via, last_at from store.stream where integration = :name) s
            full join (select received_via, count(*) as number, max(received_at) as last from store.event
                       where integration = :name and published > now() - interval '1 hour' group by 1) e
              on e.received_via = s.received_via
            order by 1\
            """)
        .param("name", integration)
        .query(
            (row, number) ->
                new Door(
                    row.getString("via"), row.getLong("number"), Timestamps.instant(row, "last")))
        .list();
  }

  private List<Gap> gaps(String integration) {
    return database
        .current(
            """
            select from_at, until_at, events, reason from store.stream_gap
            where integration = ? order by from_at desc limit 10\
            """)
        .param(integration)
        .query(
            (row, number) ->
                new Gap(
                    Timestamps.instant(row, "from_at"),
                    Timestamps.instant(row, "until_at"),
                    row.getLong("events"),
                    row.getString("reason")))
        .list();
  }

  private String logStream(String integration) {
    return database
        .current(
            """
            select doc ->> 'status' from store.resource
            where integration = ? and data_type = 'log_streams' and deleted_at is null
            order by doc ->> 'status' limit 1\
            """)
        .param(integration)
        .query(String.class)
        .optional()
        .orElse(null);
  }
}
