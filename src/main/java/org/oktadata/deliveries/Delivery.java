package org.oktadata.deliveries;

import org.oktadata.findings.FindingView;

/**
 * A finding's change on its way to one channel.
 *
 * @param change what happened: opened, reopened, resolved, …
 * @param attempt which attempt this is; another instance that took it over has a later one
 * @param finding the finding as it is now
 */
public record Delivery(long id, String channel, String change, int attempt, FindingView finding) {}
