package org.oktadata.events;

import java.util.LinkedHashMap;
import java.util.Map;
import org.oktadata.store.RecentHealth;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The streams as details. One that stopped is no reason to restart, so the status is UP. */
@Component
class StreamsHealthIndicator implements HealthIndicator {

  private final JdbcClient database;
  private final QueueWatch queue;
  private final StreamHealth health;
  private final RecentHealth recent = new RecentHealth(this::asked);

  StreamsHealthIndicator(JdbcClient database, QueueWatch queue, StreamHealth health) {
    this.database = database;
    this.queue = queue;
    this.health = health;
  }

  @Override
  public Health health() {
    return recent.health();
  }

  private Health asked() {
    Health.Builder up = Health.up().withDetail("queue", queue.state());
    try {
      streams().forEach(up::withDetail);
    } catch (DataAccessException e) {
      return Health.unknown().build(); // The database has an indicator of its own.
    }
    return up.build();
  }

  private Map<String, Map<String, Object>> streams() {
    Map<String, Map<String, Object>> streams = new LinkedHashMap<>();
    database
        .sql(
            """
            select coalesce(s.integration, g.integration), s.received_via, s.last_at,
                   extract(epoch from s.last_at - s.last_published), g.reason, g.from_at
            from (select distinct on (integration) * from store.stream order by integration, last_at desc) s
            full join (select * from store.stream_gap where until_at is null) g using (integration)
            order by 1""")
        .query(
            row -> {
              Map<String, Object> stream = new LinkedHashMap<>();
              if (row.getString(2) != null) {
                stream.put("receivedVia", row.getString(2));
                stream.put("lastEventAt", row.getTimestamp(3).toInstant().toString());
                stream.put("lagSeconds", Math.max(0, row.getDouble(4)));
              }
              stream.put("healthy", health.isHealthy(row.getString(1)));
              if (row.getString(5) != null) {
                stream.put("gapSince", row.getTimestamp(6).toInstant().toString());
                stream.put("gap", row.getString(5));
              }
              streams.put(row.getString(1), stream);
            });
    return streams;
  }
}
