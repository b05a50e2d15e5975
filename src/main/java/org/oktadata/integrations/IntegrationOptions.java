package org.oktadata.integrations;

import java.time.Duration;
import java.util.List;
import org.oktadata.okta.DpopMode;

/**
 * How an integration is collected, as kept in {@code store.integration.settings}.
 *
 * @param dpop whether requests carry a DPoP proof
 * @param dataTypes names of data types; {@code managed} stands for all that need no decision
 * @param rateLimitShare part of what the app may use, over 0 and up to 1
 * @param logHistory how far back the first collection of the System Log goes
 * @param maxInFlight most requests at the same time
 */
public record IntegrationOptions(
    DpopMode dpop,
    List<String> dataTypes,
    double rateLimitShare,
    Duration logHistory,
    int maxInFlight) {}
