package org.oktadata.collect;

import org.oktadata.instances.Leases;
import org.oktadata.okta.BudgetOwnership;
import org.oktadata.okta.RequestBudget;
import org.springframework.stereotype.Component;

/** Calls go out under a lease only; who loses one waits no longer for its turn. */
@Component
class OwnBudgets implements BudgetOwnership {

  private final Leases leases;

  OwnBudgets(Leases leases, RequestBudget budget) {
    this.leases = leases;
    leases.whenLost(budget::stop);
  }

  @Override
  public boolean isOurs(String integration) {
    return leases.holds(integration);
  }
}
