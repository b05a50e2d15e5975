package org.oktadata.okta;

import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;

/** Finds the failure that an exchange carries, at whatever place Camel keeps it at the moment. */
final class Failures {
  /** Deeper chains of causes don't occur; a chain that bites its tail must not hang us. */
  private static final int DEEPEST = 20;

  private Failures() {}

  /**
   * The exchange's failure: its exception, or inside doFinally and onException, where Camel has
   * taken it off the exchange, the caught one of this attempt. Null if there is none.
   */
  static Throwable of(Exchange exchange) {
    return exchange.getException() != null
        ? exchange.getException()
        : exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Throwable.class);
  }

  /** The first of the failure and its causes that is of the type, or null. */
  static <T> T find(Throwable failure, Class<T> type) {
    var at = failure;
    for (int depth = 0; at != null && depth < DEEPEST; depth++) {
      if (type.isInstance(at)) {
        return type.cast(at);
      }
      at = at.getCause();
    }
    return null;
  }

  /** What the innermost cause says. */
  static String root(Throwable failure) {
    var at = failure;
    for (int depth = 0; at.getCause() != null && depth < DEEPEST; depth++) {
      at = at.getCause();
    }
    return at.getMessage() == null ? at.getClass().getSimpleName() : at.getMessage();
  }

  /** Our own failures say a sentence; of others the kind is needed, too. */
  static String sentence(Throwable failure) {
    var at = failure;
    for (int depth = 0; at != null && depth < DEEPEST; depth++) {
      if (at.getClass().getName().startsWith("org.oktadata.") && at.getMessage() != null) {
        return at.getMessage();
      }
      at = at.getCause();
    }
    return String.valueOf(failure);
  }
}
