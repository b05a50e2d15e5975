package org.oktadata.okta;

/**
 * A call that waited for its turn is given up, because the integration or the application stops.
 */
public class CallsStoppedException extends RuntimeException {
  /** Names the integration. */
  public CallsStoppedException(String integration) {
    super("The calls of " + integration + " are stopped.");
  }
}
