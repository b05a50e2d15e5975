package org.oktadata.okta;

/**
 * Which instance may call an org now: a request budget has one owner at a time. Implemented by who
 * shares the work among instances; without it, every call is allowed.
 */
public interface BudgetOwnership {

  /** Whether this instance owns the integration's budget. Asked before each call: no statement. */
  boolean isOurs(String integration);
}
