package org.oktadata.web;

import java.util.Map;
import java.util.TreeMap;
import org.oktadata.integrations.Integration;
import org.oktadata.integrations.Integrations;
import org.oktadata.store.RecentHealth;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * The state of each integration as a detail. An org that refuses us is no reason to restart this
 * application, so the status is UP whatever the details say.
 */
@Component
class IntegrationsHealthIndicator implements HealthIndicator {

  private final Integrations integrations;
  private final RecentHealth recent = new RecentHealth(this::asked);

  IntegrationsHealthIndicator(Integrations integrations) {
    this.integrations = integrations;
  }

  @Override
  public Health health() {
    return recent.health();
  }

  private Health asked() {
    Map<String, String> states = new TreeMap<>();
    try {
      for (Integration each : integrations.all()) {
        states.put(each.name(), each.stateReason() == null ? "ready" : each.stateReason());
      }
    } catch (DataAccessException e) {
      return Health.unknown().build(); // The database has an indicator of its own.
    }
    return Health.up().withDetails(states).build();
  }
}
