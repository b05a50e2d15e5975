package org.oktadata.connectivity;

import org.oktadata.connectivity.ConnectivityReport.Probe;

/**
 * What a probe found, and how it came to know.
 *
 * @param basis decides what the outcome is worth: a report shows them all alike
 * @param follows whether it only lacks what its parent lacks: one of them is enough to say so
 */
record ProbeOutcome(Probe probe, Basis basis, boolean follows) {

  /** Where an outcome comes from. */
  enum Basis {
    /** No call was needed: the scopes, the kind of org or the parent say it. */
    KNOWN,
    /** Okta's answer says it. */
    ANSWERED,
    /** No answer came in time, or one that may pass: nothing is known of the app's rights. */
    UNCERTAIN
  }

  ProbeOutcome(Probe probe, Basis basis) {
    this(probe, basis, false);
  }

  /** Whether Okta's answer says that the app may not read it. */
  boolean isRefused() {
    return basis == Basis.ANSWERED && fails();
  }

  boolean isUncertain() {
    return basis == Basis.UNCERTAIN;
  }

  boolean fails() {
    return probe.status() == TestStatus.FAILURE;
  }
}
