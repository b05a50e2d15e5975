package org.oktadata.collect;

import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.RetriableException;
import org.oktadata.events.LogPages;
import org.oktadata.instances.Fence;
import org.oktadata.okta.FailureKind;
import org.oktadata.okta.OktaFailure;
import org.oktadata.okta.RetryDelay;
import org.oktadata.store.Causes;
import org.oktadata.store.SqlState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Decides whether a failed page is tried again. Okta's failures and the database's end differently.
 */
@Component
public class PageFailures implements Processor {

  private static final Logger log = LoggerFactory.getLogger(PageFailures.class);
  private static final Set<FailureKind> CALLS_NOT_MADE =
      Set.of(FailureKind.OTHER, FailureKind.STOPPED, FailureKind.TOKEN);

  /** How long a database that is away is waited for at one page, or Kafka's brokers. */
  private static final Duration DATABASE_PATIENCE = Duration.ofMinutes(15);

  /**
   * How long brokers are waited for that answer, and refuse: what is too large for a topic is known
   * at the next try, and another refusal is somebody's to mend, who has to read of it.
   */
  private static final Duration REFUSALS_PATIENCE = Duration.ofSeconds(10);

  private static final int TRIES_OF_A_LARGE_PAGE = 3;
  private static final Pattern LARGE_PAGE = Pattern.compile("[?&]limit=\\d{3,}");

  private final RetryDelay retryDelay;
  private final Dispatcher dispatcher;
  private final Fence fence;
  private final FailingPages failing;
  private final AwaitedRuns awaited;

  PageFailures(
      RetryDelay retryDelay,
      Dispatcher dispatcher,
      Fence fence,
      FailingPages failing,
      AwaitedRuns awaited) {
    this.retryDelay = retryDelay;
    this.dispatcher = dispatcher;
    this.fence = fence;
    this.failing = failing;
    this.awaited = awaited;
  }

  /** Counts the failed call and sets the pause before the next. */
  @Override
  public void process(Exchange exchange) {
    retryDelay.process(exchange);
    OktaFailure failure = OktaFailure.explain(exchange);
    String state = sqlState(exchange);
    Pull pull = exchange.getVariable("pull", Pull.class);
    if (Fence.REFUSED.equals(state) && pull != null) {
      fence.refused(pull.integration(), pull.lease());
    }
    boolean kafkas = isKafkas(exchange);
    if (state != null || kafkas) {
      Outage.note(exchange, System.nanoTime());
    }
    if (!CALLS_NOT_MADE.contains(failure.kind()) || SqlState.NOT_JSON.has(state)) {
      exchange.setVariable("failed", exchange.getVariable("failed", 0, Integer.class) + 1);
    }
    String request = exchange.getVariable("request", String.class);
    if (pull != null && request != null && state == null && !kafkas) {
      failing.failed(pull, request, failure);
    }
    log.debug("{}: {}", exchange.getVariable("next"), failure.sentence());
  }

  /** Whether the page is tried again. Only reads: Camel evaluates it on a copy of the exchange. */
  public boolean again(Exchange exchange) {
    Pull pull = exchange.getVariable("pull", Pull.class);
    if (pull == null || !dispatcher.goesOn(pull)) {
      return false;
    }
    String state = sqlState(exchange);
    if (isKafkas(exchange)) {
      return hasPatience(exchange, isRefusal(exchange) ? REFUSALS_PATIENCE : DATABASE_PATIENCE);
    }
    if (state == null) {
      return retryDelay.again(exchange)
          && !seemsTooLarge(exchange)
          && !staysBroken(exchange)
          && !(OktaFailure.reachedNobody(exchange) && awaited.isInVain(pull.run()));
    }
    if (SqlState.NOT_JSON.has(state)) {
      // Before a list is opened there is no page: what plans the pull meets the same data again.
      return exchange.getVariable("request") != null
          && exchange.getVariable("failed", 0, Integer.class) < LogPages.MOST_BROKEN_PAGES;
    }
    return SqlState.AWAY.has(state) && hasPatience(exchange, DATABASE_PATIENCE);
  }

  /** Okta answers a page that is too large with 500, however often it is asked: half may do. */
  private boolean seemsTooLarge(Exchange exchange) {
    String next = exchange.getVariable("next", "", String.class);
    return OktaFailure.explain(exchange).status() == 500
        && LARGE_PAGE.matcher(next).find()
        && exchange.getVariable("failed", 0, Integer.class) >= TRIES_OF_A_LARGE_PAGE;
  }

  /** Whether page after page came, and none could be read. */
  private boolean staysBroken(Exchange exchange) {
    return OktaFailure.explain(exchange).kind() == FailureKind.BROKEN_ANSWER
        && !retryDelay.mayTurnOutWell(exchange.getVariable("failed", 0, Integer.class));
  }

  private static boolean hasPatience(Exchange exchange, Duration patience) {
    return Outage.length(exchange, System.nanoTime()).compareTo(patience) < 0;
  }

  /** Whether Kafka's brokers didn't take what was read: it waits for them as for the database. */
  private static boolean isKafkas(Exchange exchange) {
    return Causes.find(failure(exchange), KafkaException.class) != null;
  }

  /** Whether they answered, and not that it may pass, such as of a right that is missing. */
  private static boolean isRefusal(Exchange exchange) {
    ApiException told = Causes.find(failure(exchange), ApiException.class);
    return told != null && !(told instanceof RetriableException);
  }

  /** The database's error behind the failure; null if it isn't the database's. */
  static String sqlState(Exchange exchange) {
    return SqlState.of(failure(exchange));
  }

  private static Throwable failure(Exchange exchange) {
    return exchange.getException() != null
        ? exchange.getException()
        : exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
  }
}
