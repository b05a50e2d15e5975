package org.oktadata.routes;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.camel.Exchange;
import org.apache.camel.support.ExchangeHelper;
import org.oktadata.okta.FailedStep;
import org.oktadata.store.Causes;
import org.oktadata.store.DatabaseAway;
import org.oktadata.store.OneLine;
import org.oktadata.store.SqlState;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * What is said of heartbeats that fail. Each beats every few seconds, and a database may be away
 * for hours: the same failure of the same route is said every ten minutes.
 */
@Component("heartbeatFailures")
public class HeartbeatFailures {

  private static final long SAID_AGAIN = Duration.ofMinutes(10).toNanos();

  private record Said(String what, long at) {}

  private final Map<String, Said> said = new ConcurrentHashMap<>();
  private final LongSupplier nanoTime;

  @Autowired
  HeartbeatFailures() {
    this(System::nanoTime);
  }

  HeartbeatFailures(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Whether the failure that the exchange carries is to be said now. */
  public boolean isNews(Exchange exchange) {
    Exception failure = failure(exchange);
    String what =
        SqlState.AWAY.is(failure) ? DatabaseAway.told(failure) : failure.getClass() + said(failure);
    String route = String.valueOf(ExchangeHelper.getRouteId(exchange));
    long now = nanoTime.getAsLong();
    Said last = said.get(route);
    boolean known = last != null && last.what().equals(what) && now - last.at() < SAID_AGAIN;
    if (!known) {
      said.put(route, new Said(what, now));
    }
    return !known;
  }

  /** The failure as one line. */
  public String sentence(Exchange exchange) {
    Exception failure = failure(exchange);
    return SqlState.AWAY.is(failure)
        ? DatabaseAway.explained(failure)
        : OneLine.join(said(failure))
            + FailedStep.placeOf(exchange).map(" (%s)"::formatted).orElse("");
  }

  /** Of the database's what it said itself: the statement, and what it meets, may hold data. */
  private static String said(Exception failure) {
    SQLException database = Causes.find(failure, SQLException.class);
    String message = String.valueOf((database == null ? failure : database).getMessage());
    return database == null ? message : message.lines().findFirst().orElse(message);
  }

  private static Exception failure(Exchange exchange) {
    return exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
  }
}
