package org.oktadata.events;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.camel.Exchange;
import org.apache.camel.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Whatever keeps events from being stored, most likely a database that is away, is waited for while
 * they stay in Kafka. Before the group takes this instance for dead, the records are given back:
 * they are read again from the last commit.
 */
@Component
public class KafkaPatience implements Predicate {

  private static final Logger log = LoggerFactory.getLogger(KafkaPatience.class);
  private static final String SINCE = "failingSince";

  /** Kafka's own limit, max.poll.interval.ms, is five minutes unless somebody lowers it. */
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private final LongSupplier nanos;

  @Autowired
  KafkaPatience() {
    this(System::nanoTime);
  }

  KafkaPatience(LongSupplier nanos) {
    this.nanos = nanos;
  }

  @Override
  public boolean matches(Exchange exchange) {
    long now = nanos.getAsLong();
    Long since = exchange.getProperty(SINCE, Long.class);
    if (since == null) {
      since = now;
      exchange.setProperty(SINCE, since);
      log.warn(
          "Streams: {} doesn't take events; they wait in Kafka",
          SqsPatience.isDatabases(exchange) ? "the database" : "the store");
    }
    return now - since < LONGEST.toNanos();
  }
}
