package org.oktadata.okta;

import java.util.Optional;
import org.apache.camel.Exchange;

/**
 * The step of a route at which an exchange failed. Routes are files that people edit: the failure
 * of a step of their own is found by its id and line, not by what Java says of it.
 *
 * @param place step, file and line
 * @param failure what happened there
 */
public record FailedStep(String place, Throwable failure) {

  private static final String PROPERTY = "failedStep";

  /** Deeper chains of causes don't occur. */
  private static final int DEEPEST = 20;

  /** Notes that a step has failed, unless one within it has. */
  public static void note(Exchange exchange, String place) {
    Throwable failure = exchange.getException();
    if (failure != null) {
      FailedStep known = exchange.getProperty(PROPERTY, FailedStep.class);
      if (known == null || !isOf(failure, known)) {
        exchange.setProperty(PROPERTY, new FailedStep(place, failure));
      }
    }
  }

  /** Where the failure happened that the exchange carries; empty where no step was at it. */
  public static Optional<String> placeOf(Exchange exchange) {
    Throwable failure = Failures.of(exchange);
    return Optional.ofNullable(exchange.getProperty(PROPERTY, FailedStep.class))
        .filter(step -> failure != null && isOf(failure, step))
        .map(FailedStep::place);
  }

  private static boolean isOf(Throwable failure, FailedStep step) {
    Throwable at = failure;
    for (int depth = 0; at != null && depth < DEEPEST; depth++) {
      if (at == step.failure()) {
        return true;
      }
      at = at.getCause();
    }
    return false;
  }
}
