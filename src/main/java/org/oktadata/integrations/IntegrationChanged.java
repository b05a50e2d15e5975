package org.oktadata.integrations;

/**
 * Published after an integration was added, changed or removed, in the thread that did it. A
 * removal's listeners return once the integration's runs have stopped; then its rows are erased.
 */
public record IntegrationChanged(String name, Kind kind) {

  /** What happened. */
  public enum Kind {
    ADDED,
    CHANGED,
    REMOVED
  }
}
