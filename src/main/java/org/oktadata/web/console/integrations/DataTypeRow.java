package org.oktadata.web.console.integrations;

import java.time.Instant;
import org.oktadata.connectivity.TestStatus;

/**
 * A data type of one integration.
 *
 * @param wanted whether it is collected
 * @param availability what the last test found, or null
 * @param calls of a full collection, null where it isn't known
 * @param lastStatus how it last ended, or null
 */
record DataTypeRow(
    String name,
    boolean optional,
    boolean wanted,
    boolean named,
    String scope,
    String role,
    TestStatus availability,
    String message,
    Long calls,
    Double minutes,
    String lastStatus,
    Instant lastEnded,
    String lastReason) {}
