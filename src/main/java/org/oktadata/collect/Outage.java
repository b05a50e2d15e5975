package org.oktadata.collect;

import java.time.Duration;
import org.apache.camel.Exchange;

/**
 * Since when the database has failed on the page that an exchange is at. One exchange carries all
 * pages of a list, which may take hours: a page that went well ends what was before it.
 *
 * @param next the page
 * @param since when the database failed on it first, by a clock that nobody sets, in nanoseconds
 */
record Outage(String next, long since) {

  private static final String PROPERTY = "databaseOutage";

  /** Notes that the database has failed on the current page. */
  static void note(Exchange exchange, long now) {
    if (of(exchange) == null) {
      exchange.setProperty(PROPERTY, new Outage(page(exchange), now));
    }
  }

  /** How long it has failed on the current page; zero where it has not. */
  static Duration length(Exchange exchange, long now) {
    Outage outage = of(exchange);
    return outage == null ? Duration.ZERO : Duration.ofNanos(now - outage.since);
  }

  private static Outage of(Exchange exchange) {
    Outage known = exchange.getProperty(PROPERTY, Outage.class);
    return known == null || !known.next.equals(page(exchange)) ? null : known;
  }

  private static String page(Exchange exchange) {
    return exchange.getVariable("next", "", String.class);
  }
}
