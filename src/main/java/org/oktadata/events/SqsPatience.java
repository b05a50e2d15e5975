package org.oktadata.events;

import java.sql.SQLException;
import org.apache.camel.Exchange;
import org.apache.camel.Predicate;
import org.apache.kafka.common.KafkaException;
import org.oktadata.store.Causes;
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
   * rules.
   */
  @Override
  public boolean matches(Exchange exchange) {
    return isDatabases(exchange) || isCausedBy(exchange, KafkaException.class);
  }

  static boolean isDatabases(Exchange exchange) {
    return isCausedBy(exchange, SQLException.class)
        || isCausedBy(exchange, DataAccessException.class);
  }

  private static boolean isCausedBy(Exchange exchange, Class<?> kind) {
    Throwable failure = exchange.getException();
    if (failure == null) {
      failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    }
    return Causes.find(failure, kind) != null;
  }
}
