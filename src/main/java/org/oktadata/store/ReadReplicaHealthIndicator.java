package org.oktadata.store;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Whether the read replica answers questions, as a detail. The status is UP whatever it says,
 * because the primary answers in its place.
 */
@Component
class ReadReplicaHealthIndicator implements HealthIndicator {

  private final ReadDatabase database;

  ReadReplicaHealthIndicator(ReadDatabase database) {
    this.database = database;
  }

  @Override
  public Health health() {
    ReplicaConnections replica = database.replica();
    if (replica == null) {
      return Health.up().withDetail("state", "none, the primary answers").build();
    }
    ReplicaConnections.State state = replica.state();
    if (state.trouble() != null) {
      return Health.up()
          .withDetail("state", "away, the primary answers")
          .withDetail("since", state.since())
          .withDetail("reason", state.trouble())
          .build();
    }
    return Health.up()
        .withDetail("state", "in use")
        .withDetail("secondsBehind", Math.round(state.secondsBehind()))
        .build();
  }
}
