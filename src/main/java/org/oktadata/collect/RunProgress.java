package org.oktadata.collect;

import java.time.Instant;
import java.util.List;

/**
 * A run as {@code /api} shows it.
 *
 * @param verified documents that a verification compared; null in other modes, and while it runs
 * @param drifted of them, those that had changed although nothing had told of it
 * @param instance who works on it, or worked on it last: host and short id; null before it began
 * @param etaSeconds seconds until its end at the present pace; null if it ended, or isn't known yet
 */
public record RunProgress(
    long id,
    String integration,
    RunStatus status,
    String mode,
    String trigger,
    Instant startedAt,
    Instant finishedAt,
    Long etaSeconds,
    String reason,
    String instance,
    Long verified,
    Long drifted,
    List<Part> dataTypes) {

  /**
   * One data type of a run.
   *
   * @param planned lists planned so far
   * @param answered lists of those that were answered
   * @param expected rows that Okta itself counts, such as a group's members; null where it doesn't
   * @param calls requests sent, failed ones included
   * @param bucket rate-limit bucket the calls count in
   * @param limitPerMinute what the app may use of the bucket each minute; null where Okta names no
   *     limit
   */
  public record Part(
      String dataType,
      RunStatus status,
      long planned,
      long answered,
      long pages,
      long records,
      Long expected,
      long changed,
      long deleted,
      long calls,
      long failedCalls,
      String bucket,
      Integer limitPerMinute,
      Long etaSeconds,
      String reason) {}
}
