package org.oktadata.connectivity;

import java.util.List;

/**
 * What a test of a connection found.
 *
 * @param status SUCCESS, PARTIAL_SUCCESS or FAILURE
 * @param pipeline idx (Identity Engine), v1 (Classic), or null where the org didn't answer
 */
public record ConnectivityReport(
    String status, String pipeline, List<Step> steps, List<Probe> dataTypes) {

  /** One step, with a sentence for a person. */
  public record Step(String step, String status, String message) {}

  /** One data type: readable, or what is missing and how to grant it. */
  public record Probe(String dataType, String status, String scope, String message) {

    /** What its parent lacks, it lacks as well; one of them is enough to say so. */
    static Probe needing(String dataType, String status, String scope, Probe parent) {
      return new Probe(
          dataType, status, scope, NEEDS + parent.dataType() + ": " + parent.message());
    }

    boolean follows() {
      return message.startsWith(NEEDS);
    }

    private static final String NEEDS = "Needs ";
  }
}
