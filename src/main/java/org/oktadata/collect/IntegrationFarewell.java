package org.oktadata.collect;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.oktadata.instances.Lease;
import org.oktadata.instances.Leases;
import org.oktadata.integrations.IntegrationChanged;
import org.oktadata.okta.RequestBudget;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Ends the pulls of an integration that is removed, before its rows are erased. Its lease is
 * revoked by then, so other instances can store nothing more, and stop with their next look.
 */
@Component
class IntegrationFarewell {

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Dispatcher dispatcher;
  private final Leases leases;
  private final RequestBudget budget;

  IntegrationFarewell(Dispatcher dispatcher, Leases leases, RequestBudget budget) {
    this.dispatcher = dispatcher;
    this.leases = leases;
    this.budget = budget;
  }

  /** Returns once nothing of a removed integration is under way here. */
  @EventListener
  void on(IntegrationChanged changed) throws InterruptedException {
    if (changed.kind() != IntegrationChanged.Kind.REMOVED) {
      return;
    }
    Lease lease = leases.of(changed.name());
    if (lease != null) {
      leases.lost(changed.name(), lease.epoch());
    }
    Instant end = Instant.now().plus(PATIENCE);
    while (Instant.now().isBefore(end) && dispatcher.isBusy(changed.name())) {
      budget.stop(changed.name());
      TimeUnit.MILLISECONDS.sleep(50);
    }
    budget.forget(changed.name());
  }
}
