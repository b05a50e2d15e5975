package org.oktadata.connectivity;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What an app may read, and what to grant or revoke, as its last test found it.
 *
 * @param checkedAt when that was; null before the first test
 * @param message how much can be read, in a sentence
 * @param unneededScopes granted, but no data type needs them
 * @param warning what to revoke, because it could change the org; null if nothing can
 */
public record Advice(
    String integration,
    Instant checkedAt,
    String message,
    List<Line> dataTypes,
    Set<String> unneededScopes,
    String warning) {

  /**
   * One data type.
   *
   * @param available whether it can be read
   * @param status SUCCESS, FAILURE, or SKIPPED where this org has none
   * @param scope OAuth scope that opens it
   * @param role admin role that opens it
   * @param message what to grant, where something is missing
   */
  public record Line(
      String dataType,
      boolean available,
      TestStatus status,
      String scope,
      String role,
      String message) {}
}
