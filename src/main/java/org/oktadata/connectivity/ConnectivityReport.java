package org.oktadata.connectivity;

import java.util.List;

/**
 * What a test of a connection found.
 *
 * @param status SUCCESS, PARTIAL_SUCCESS or FAILURE
 * @param pipeline idx (Identity Engine), v1 (Classic), or null where the org didn't answer
 */
public record ConnectivityReport(
    TestStatus status, String pipeline, List<Step> steps, List<Probe> dataTypes) {

  /** One step, with a sentence for a person. */
  public record Step(String step, TestStatus status, String message) {}

  /** One data type: readable, or what is missing and how to grant it. */
  public record Probe(String dataType, TestStatus status, String scope, String message) {}
}
