package org.oktadata.events;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Which streams can be relied on, so that the poll of the System Log may rest. Event hooks don't
 * count: Okta sends them some event types only.
 */
@Component
public class StreamHealth {

  private static final long FRESH = Duration.ofSeconds(5).toNanos();

  private record Seen(Set<String> healthy, long at) {}

  private final JdbcClient database;
  private final StreamingSettings settings;
  private volatile Seen seen;

  StreamHealth(JdbcClient database, StreamingSettings settings) {
    this.database = database;
    this.settings = settings;
  }

  /**
   * How often an integration's System Log is to be polled.
   *
   * @param usual how often without a stream; zero, never, stays zero
   */
  public Duration pollEvery(String integration, Duration usual) {
    Duration rest = settings.pollWhileHealthy();
    return usual.isZero() || rest.compareTo(usual) < 0 || !isHealthy(integration) ? usual : rest;
  }

  /** Whether the stream brought something lately, and no gap is open. */
  public boolean isHealthy(String integration) {
    Seen last = seen;
    if (last == null || System.nanoTime() - last.at() > FRESH) {
      last = new Seen(healthy(), System.nanoTime());
      seen = last;
    }
    return last.healthy().contains(integration);
  }

  private Set<String> healthy() {
    return new HashSet<>(
        database
            .sql(
                """
                select s.integration from store.stream s
                where s.received_via in ('eventbridge', 'sqs') and s.last_at > now() - make_interval(secs => ?)
                  and not exists (select from store.stream_gap g where g.integration = s.integration and g.until_at is null)""")
            .param(settings.quietAfter().toMillis() / 1000.0)
            .query(String.class)
            .list());
  }
}
