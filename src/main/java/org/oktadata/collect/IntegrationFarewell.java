package org.oktadata.collect;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.oktadata.integrations.IntegrationChanged;
import org.oktadata.okta.RequestBudget;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Ends the pulls of an integration that is removed, before its rows are erased. */
@Component
class IntegrationFarewell {

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Dispatcher dispatcher;
  private final RequestBudget budget;

  IntegrationFarewell(Dispatcher dispatcher, RequestBudget budget) {
    this.dispatcher = dispatcher;
    this.budget = budget;
  }

  /** Returns once nothing of a removed integration is under way here. */
  @EventListener
  void on(IntegrationChanged changed) throws InterruptedException {
    if (changed.kind() != IntegrationChanged.Kind.REMOVED) {
      dispatcher.welcome(changed.name());
      return;
    }
    dispatcher.forget(changed.name());
    Instant end = Instant.now().plus(PATIENCE);
    while (Instant.now().isBefore(end)
        && dispatcher.inFlight().stream().anyMatch(p -> p.integration().equals(changed.name()))) {
      budget.stop(changed.name());
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }
}
