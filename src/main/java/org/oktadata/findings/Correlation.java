package org.oktadata.findings;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What has to come together before several events are a finding.
 *
 * @param groupBy events belong together where these are equal
 * @param window within this time
 * @param kept values of each event by name: columns of {@code having} and of the evidence
 * @param having SQL condition on the events of a window
 * @param last the step a window has to end with, or null
 * @param absent the step that must not follow within the window, or null
 * @param firstTime value that must be new for the group, or null
 * @param learn how long a group must be known before something new is remarkable
 * @param sql own query over the matches, or null
 * @param required what a group needs at least, so that others are passed over
 */
record Correlation(
    List<EventPath> groupBy,
    Duration window,
    Map<String, EventPath> kept,
    String having,
    String last,
    String absent,
    EventPath firstTime,
    Duration learn,
    String sql,
    Requirements required) {}
