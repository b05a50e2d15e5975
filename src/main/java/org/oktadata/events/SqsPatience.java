package org.oktadata.events;

import org.apache.camel.Exchange;
import org.apache.camel.Predicate;
import org.apache.kafka.common.KafkaException;
import org.oktadata.store.Causes;
import org.oktadata.store.SqlState;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * A database or a broker that is away is waited for. Not the processor, too, that is called before
 * each further attempt: of a bean that is both, Camel calls the processor and takes its silence for
 * a no.
 */
@Component
public class SqsPatience implements Predicate {

  /**
   * Whether the failure is the database's, or Kafka's. Others leave the message to the queue's own
   * rules. Whatever the database has against content was quarantined before; all else, a table that
   * isn't there yet as well as a server that is away, is no fault of the message.
   */
  @Override
  public boolean matches(Exchange exchange) {
    return isDatabases(exchange) || Causes.find(failure(exchange), KafkaException.class) != null;
  }

  static boolean isDatabases(Exchange exchange) {
    Throwable failure = failure(exchange);
    return SqlState.of(failure) != null || Causes.find(failure, DataAccessException.class) != null;
  }

  private static Throwable failure(Exchange exchange) {
    return exchange.getException() != null
        ? exchange.getException()
        : exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
  }
}
