package org.oktadata.connectivity;

import java.util.Comparator;
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

  /** How many data types can't be read. */
  public long failed() {
    return probes.stream().filter(TestProgress::fails).count();
  }

  /** The data types, first those that can't be read. */
  public List<Probe> worstFirst() {
    return probes.stream().sorted(Comparator.comparing(probe -> !fails(probe))).toList();
  }

  private static boolean fails(Probe probe) {
    return probe.status() == TestStatus.FAILURE;
  }
}
