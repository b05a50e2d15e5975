package org.oktadata.okta;

/**
 * What is known of a lane's window, for the next owner of the budget.
 *
 * @param lane the bucket, or what turned out to be one
 * @param limit requests a window, as Okta says
 * @param remaining requests left, those in flight taken off
 * @param reset when the window ends, in epoch seconds of Okta's clock
 * @param secondsLeft seconds until then
 * @param perMinute requests a minute that our share allows
 */
public record LaneState(
    String lane, long limit, long remaining, long reset, long secondsLeft, int perMinute) {

  /** The same after a pause, in which the former owner may have used up what it had. */
  public LaneState later(long seconds, boolean spent) {
    return new LaneState(
        lane, limit, spent ? 0 : remaining, reset, Math.max(0, secondsLeft - seconds), perMinute);
  }
}
