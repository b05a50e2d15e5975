package org.oktadata.collect;

import java.util.List;

/**
 * What a full collection will cost.
 *
 * @param calls calls of all data types together; unknown ones aren't in it
 * @param atLeast whether it will be more: what was never read is counted with its first page, or
 *     not at all
 * @param notCounted the data types that aren't in it: a call for each parent, of which nobody knows
 *     yet how many there are
 * @param minutes minutes of the slowest bucket, since buckets run side by side; null while no limit
 *     is known
 * @param slowestBucket the bucket that takes longest
 * @param dataTypes cost of each data type
 */
public record CallPlan(
    long calls,
    boolean atLeast,
    List<String> notCounted,
    Double minutes,
    String slowestBucket,
    List<Cost> dataTypes) {

  /** One that was kept by an earlier version names none. */
  public CallPlan {
    notCounted = notCounted == null ? List.of() : List.copyOf(notCounted);
  }

  /**
   * One data type.
   *
   * @param calls calls, or null where its parents were never read, or can't be counted
   * @param limitPerMinute what the app may use of the bucket a minute; null while Okta has named no
   *     limit
   * @param minutes minutes that it alone takes of its bucket
   */
  public record Cost(
      String dataType, String bucket, Long calls, Integer limitPerMinute, Double minutes) {}
}
