package org.oktadata.collect;

import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * Releases a pull when its exchange ends, however that happens. Camel ends the route of an exchange
 * that it takes for interrupted without a further step, and the pull would count as under way for
 * ever.
 */
final class PullRelease extends SynchronizationAdapter {

  private static final String RELEASED = "pullReleased";

  private final Dispatcher dispatcher;
  private final Pull pull;

  private PullRelease(Dispatcher dispatcher, Pull pull) {
    this.dispatcher = dispatcher;
    this.pull = pull;
  }

  /** Sees to it; the exchange may be a copy of that of another pull, which was released. */
  static void atTheEnd(Dispatcher dispatcher, Pull pull, Exchange exchange) {
    exchange.removeProperty(RELEASED);
    exchange.getExchangeExtension().addOnCompletion(new PullRelease(dispatcher, pull));
  }

  /** Releases it before the end: it may be claimed again by then, and must stay so. */
  static void now(Dispatcher dispatcher, Pull pull, Exchange exchange) {
    exchange.setProperty(RELEASED, true);
    dispatcher.release(pull);
  }

  /** Whether it was released: it may be under way elsewhere. */
  static boolean isDone(Exchange exchange) {
    return exchange.getProperty(RELEASED) != null;
  }

  @Override
  public void onDone(Exchange exchange) {
    if (!isDone(exchange)) {
      dispatcher.release(pull);
    }
  }
}
