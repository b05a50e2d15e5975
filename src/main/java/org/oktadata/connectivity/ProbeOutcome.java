package org.oktadata.connectivity;

import org.oktadata.connectivity.ConnectivityReport.Probe;

/**
 * What a probe found, and how it came to know.
 *
 * @param basis decides what the outcome is worth: a report shows them all alike
 */
record ProbeOutcome(Probe probe, Basis basis) {

  /** Where an outcome comes from. */
  enum Basis {
    /** No call was needed: the scopes, the kind of org or the parent say it. */
    KNOWN,
    /** Okta's answer says it. */
    ANSWERED,
    /** No answer came in time, or one that may pass: nothing is known of the app's rights. */
    UNCERTAIN
  }

  /** Whether Okta's answer says that the app may not read it. */
  boolean isRefused() {
    return basis == Basis.ANSWERED && fails();
  }

  boolean isUncertain() {
    return basis == Basis.UNCERTAIN;
  }

  boolean fails() {
    return probe.status().equals("FAILURE");
  }
}
