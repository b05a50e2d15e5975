package org.oktadata.events;

import java.sql.SQLException;
import org.apache.camel.Exchange;
import org.oktadata.store.SqlState;
import org.springframework.stereotype.Component;

/** Tells a database that is away from one that refuses what an event holds. */
@Component
public class BatchFailures {

  /** Goes on where it is worth storing the batch event by event. */
  public void passOnUnlessPiecesHelp(Exchange exchange) throws SQLException {
    if (!SqlState.TOO_SLOW.is(failure(exchange))
        || exchange.getVariable("batch", Batch.class).events().size() < 2) {
      passOnUnlessContent(exchange);
    }
  }

  /** Goes on where the content is refused, now and at every further attempt. */
  public void passOnUnlessContent(Exchange exchange) throws SQLException {
    if (!SqlState.CONTENT.is(failure(exchange))) {
      throw failure(exchange);
    }
  }

  /** The batch with its events refused for the database's reason. */
  public Batch refused(Exchange exchange) {
    String reason = failure(exchange).getMessage().lines().findFirst().orElse("");
    return exchange
        .getVariable("batch", Batch.class)
        .refusedFor("PostgreSQL can't keep it: " + reason);
  }

  private static SQLException failure(Exchange exchange) {
    return exchange.getProperty(Exchange.EXCEPTION_CAUGHT, SQLException.class);
  }
}
