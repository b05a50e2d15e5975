package org.oktadata.findings;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Events that no detection can make sense of. They are passed over, so that those after them are
 * judged; each batch that had some says so in one line, and {@code okta.detections.unjudged} counts
 * them.
 */
@Component
class UnjudgedEvents implements MeterBinder {

  private static final Logger log = LoggerFactory.getLogger(UnjudgedEvents.class);

  /** An event and why it couldn't be judged. */
  record Unjudged(LogEvent event, String reason) {}

  private final LongAdder passedOver = new LongAdder();

  @Override
  public void bindTo(MeterRegistry registry) {
    FunctionCounter.builder("okta.detections.unjudged", passedOver, LongAdder::doubleValue)
        .description("Events that no detection can make sense of")
        .register(registry);
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
    passedOver.add(events.size());
  }
}
