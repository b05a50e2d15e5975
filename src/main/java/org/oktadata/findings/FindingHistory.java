package org.oktadata.findings;

import java.util.List;

/**
 * What happened to a finding.
 *
 * @param newest the latest changes, oldest first
 * @param total how many there are in all
 */
public record FindingHistory(List<FindingChange> newest, long total) {

  /** How many changes are shown at most. */
  public static final int MOST = 200;
}
