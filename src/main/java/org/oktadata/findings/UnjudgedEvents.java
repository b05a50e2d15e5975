package org.oktadata.findings;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Events that no detection can make sense of. They are passed over, so that those after them are
 * judged; each batch that had some says so in one line, and {@code okta.detections.unjudged} counts
 * them.
 */
@Component
class UnjudgedEvents {

  private static final Logger log = LoggerFactory.getLogger(UnjudgedEvents.class);

  /** An event and why it couldn't be judged. */
  record Unjudged(LogEvent event, String reason) {}

  private final ObjectProvider<MeterRegistry> registry;

  UnjudgedEvents(ObjectProvider<MeterRegistry> registry) {
    this.registry = registry;
  }

  void note(List<Unjudged> events) {
    if (events.isEmpty()) {
      return;
    }
    Unjudged first = events.get(0);
    log.warn(
        "{} events can't be judged and are passed over; the first is {} of {}, published {}: {}",
        events.size(),
        first.event().uuid(),
        first.event().integration(),
        first.event().published(),
        first.reason());
    registry.ifAvailable(
        meters ->
            Counter.builder("okta.detections.unjudged")
                .description("Events that no detection can make sense of")
                .register(meters)
                .increment(events.size()));
  }
}
