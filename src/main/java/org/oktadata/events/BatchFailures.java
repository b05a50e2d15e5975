package org.oktadata.events;

import java.sql.SQLException;
import java.util.Set;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/** Tells a database that is away from one that refuses what an event holds. */
@Component
public class BatchFailures {

  /** SQL states of values that PostgreSQL can't keep, and of what exceeds its limits. */
  private static final Set<String> CONTENT = Set.of("22", "54");

  private static final String TOO_SLOW = "57014";

  /** Goes on where it is worth storing the batch event by event. */
  public void passOnUnlessPiecesHelp(Exchange exchange) throws SQLException {
    boolean slow = TOO_SLOW.equals(failure(exchange).getSQLState());
    if (!slow || exchange.getVariable("batch", Batch.class).events().size() < 2) {
      passOnUnlessContent(exchange);
    }
  }

  /** Goes on where the content is refused, now and at every further attempt. */
  public void passOnUnlessContent(Exchange exchange) throws SQLException {
    String state = failure(exchange).getSQLState();
    if (state == null || state.length() != 5 || !CONTENT.contains(state.substring(0, 2))) {
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
