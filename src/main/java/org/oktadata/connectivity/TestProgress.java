package org.oktadata.connectivity;

import java.util.List;
import org.oktadata.connectivity.ConnectivityReport.Probe;
import org.oktadata.connectivity.ConnectivityReport.Step;

/** A test of a connection so far. */
public record TestProgress(
    long id, String integration, TestStatus status, List<Step> steps, List<Probe> probes) {

  /** Whether more is to come. */
  public boolean running() {
    return status == TestStatus.RUNNING;
  }
}
