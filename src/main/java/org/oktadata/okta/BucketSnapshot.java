package org.oktadata.okta;

/**
 * One rate-limit bucket at one moment.
 *
 * @param bucket its name, such as {@code /api/v1/users}
 * @param limit requests a window as Okta says; 0 if it says nothing
 * @param remaining requests left in this window, those in flight taken off
 * @param resetSeconds seconds until the window is over; 0 if none is running
 * @param used our requests in this window
 * @param foreign requests of others in this window, estimated
 * @param calls our requests since the start
 * @param rateLimited how many of them Okta refused with 429
 * @param inFlight our requests that wait for an answer
 * @param waiting our requests that wait for their turn
 */
public record BucketSnapshot(
    String bucket,
    long limit,
    long remaining,
    long resetSeconds,
    long used,
    long foreign,
    long calls,
    long rateLimited,
    int inFlight,
    int waiting) {}
