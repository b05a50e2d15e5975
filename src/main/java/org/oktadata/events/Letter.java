package org.oktadata.events;

import java.util.List;

/**
 * An opened message.
 *
 * @param source EventBridge's name of the partner event source, null where there is none
 * @param events the System Log events in it
 * @param refusals what else was in it
 * @param newest when the newest of the events was published, as it is written; null without events
 * @param broken whether it couldn't be read as JSON at all
 */
record Letter(
    String source, List<Slice> events, List<Refusal> refusals, String newest, boolean broken) {

  private static final String PARTNER = "aws.partner/okta.com/";

  /** The integration that the event source is named after, null where it names none. */
  String integration() {
    return source == null || !source.startsWith(PARTNER)
        ? null
        : source.substring(source.lastIndexOf('/') + 1);
  }
}
