package org.oktadata.store;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What this package takes for a reader of events, for tests of those that keep places. */
public final class LogPlaces {

  private LogPlaces() {}

  /** What the first start after a restore does. */
  public static void goOnAfterRestore(DataSource source) throws SQLException {
    RestoredPositions.renew(source);
  }

  /** Whom events are measured to wait for. */
  public static Set<String> waitedFor(JdbcClient database) {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    new WaitingEvents(database, meters).look();
    return meters.get("okta.events.waiting").gauges().stream()
        .map(gauge -> gauge.getId().getTag("reader"))
        .collect(Collectors.toSet());
  }
}
