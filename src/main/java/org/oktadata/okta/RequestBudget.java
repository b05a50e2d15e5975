package org.oktadata.okta;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Decides when a request may go, by what Okta's answers say of each rate-limit bucket. It uses the
 * allowed share of every window, causes no 429 by itself, and slows down when others use the bucket
 * too. Route {@code okta-get} calls {@link #learn}, {@link #pace}, {@link #enter} and, whatever
 * happened, {@link #leave}.
 */
@Component
public class RequestBudget implements SmartLifecycle {

  /** Requests a minute, well above the largest of Okta's limits. */
  private static final int MOST_THROTTLED = 20_000;

  private final Map<String, IntegrationBudget> budgets = new ConcurrentHashMap<>();
  private final OktaConnections connections;
  private final BudgetMeters meters;
  private final LongSupplier nanoTime;
  private volatile boolean closed;

  @Autowired
  RequestBudget(OktaConnections connections, BudgetMeters meters) {
    this(connections, meters, System::nanoTime);
  }

  RequestBudget(OktaConnections connections, BudgetMeters meters, LongSupplier nanoTime) {
    this.connections = connections;
    this.meters = meters;
    this.nanoTime = nanoTime;
  }

  /**
   * Begins a request. While nothing is known of the bucket, one request goes and the others wait
   * here until its answer is in. Sets variable {@code lane}: the bucket, or the path's shape where
   * it turned out that such calls count elsewhere.
   *
   * @throws CallsStoppedException if the integration is stopped meanwhile
   */
  public void learn(
      Exchange exchange,
      @Variable("integration") String integration,
      @Variable("bucket") String bucket)
      throws InterruptedException {
    var family = PathFamily.of(exchange.getVariable("next", bucket, String.class));
    var connection = connections.connection(integration);
    var turn = new Turn(budgetAt(connection, integration), bucket, family, Failures.of(exchange));
    turn.budget().follow(connection);
    exchange.setProperty(Turn.PROPERTY, turn);
    turn.budget().learn(turn);
    var lane = turn.budget().laneOf(bucket, family);
    meters.show(turn.budget(), integration, lane);
    exchange.setVariable("lane", lane);
  }

  /** Requests a minute of the lane that are ours; 0 if it has no limit. */
  public int perMinute(String integration, String lane) {
    return budget(integration).perMinute(lane);
  }

  /** Seconds begun until so many requests of the lane are through; 0 if it has no limit. */
  public long secondsFor(String integration, String lane, long calls) {
    long second = TimeUnit.SECONDS.toNanos(1);
    return (budget(integration).nanosFor(lane, calls) + second - 1) / second;
  }

  /**
   * Requests a minute that the throttle may let pass. Never 0, which it takes for none ever: the
   * limit may be forgotten between the question whether there is one and this.
   */
  public int pace(@Variable("integration") String integration, @Variable("lane") String lane) {
    return budget(integration).lastPerMinute(lane);
  }

  /**
   * Whether the throttle has something to do. It keeps an object for each request that a window
   * allows, so a limit that is out of reach is left to {@link #enter} alone.
   */
  public boolean isPaced(
      @Variable("integration") String integration, @Variable("lane") String lane) {
    int perMinute = perMinute(integration, lane);
    return perMinute > 0 && perMinute <= MOST_THROTTLED;
  }

  /** The lane that paces calls of a path: its bucket, unless they turned out to count elsewhere. */
  public String laneOf(String integration, String bucket, String path) {
    return budget(integration).laneOf(bucket, PathFamily.of(path));
  }

  /**
   * Waits until there is room in the bucket and in the number of requests in flight, and counts the
   * request.
   *
   * @throws CallsStoppedException if the integration is stopped meanwhile
   */
  public void enter(Exchange exchange) throws InterruptedException {
    var turn = exchange.getProperty(Turn.PROPERTY, Turn.class);
    turn.budget().enter(turn);
  }

  /**
   * An interrupt is how waiting requests are called back. Camel stops the whole route of an
   * exchange that it takes for interrupted, so the exchange is told that it merely failed.
   *
   * @throws CallsStoppedException always
   */
  public void calledBack(Exchange exchange, @Variable("integration") String integration) {
    exchange.getExchangeExtension().setInterrupted(false);
    throw new CallsStoppedException(integration);
  }

  /** Ends a request and learns from its answer. Must be called however the request went. */
  public void leave(Exchange exchange) {
    var failure = Turn.failureIn(exchange);
    if (exchange.removeProperty(Turn.PROPERTY) instanceof Turn turn) {
      if (failure == null) {
        Attempts.forget(exchange);
      }
      turn.budget().leave(turn, Outcome.of(exchange, failure));
    }
  }

  /** What is known of each bucket that was used so far. */
  public List<BucketSnapshot> snapshot(String integration) {
    return budget(integration).snapshot();
  }

  /** The windows of an integration's lanes, for the next owner of its budget. */
  public List<LaneState> state(String integration) {
    return budget(integration).state();
  }

  /** The org that all that is known was said by; null while nothing was asked. */
  public URI org(String integration) {
    return budget(integration).org();
  }

  /** Takes over the windows of an org that the former owner of the budget has used. */
  public void adopt(String integration, URI org, List<LaneState> states) {
    budget(integration).adopt(org, states);
  }

  /** The integrations of which something is known. */
  public Set<String> known() {
    return Set.copyOf(budgets.keySet());
  }

  /** How many requests of the integration may be in flight at the moment. */
  public int mostInFlight(String integration) {
    return budget(integration).mostInFlight();
  }

  /** Lets everybody go who waits for a turn of this integration; what is known stays known. */
  public void stop(String integration) {
    budget(integration).stop(false);
  }

  /**
   * Drops all that is known of an integration that is removed: another may get its name, and
   * nothing shows the buckets of one that is gone.
   */
  public void forget(String integration) {
    var budget = budgets.remove(integration);
    if (budget != null) {
      budget.stop(false);
    }
    meters.forget(integration);
  }

  /** Lets everybody go who waits, and whoever comes later, because the application stops. */
  @Override
  public void stop() {
    closed = true;
    budgets.values().forEach(budget -> budget.stop(true));
  }

  @Override
  public void start() {
    closed = false;
  }

  @Override
  public boolean isRunning() {
    return !closed;
  }

  /** Stops before Camel does, whose stop would wait for calls that wait for a window to end. */
  @Override
  public int getPhase() {
    return Integer.MAX_VALUE;
  }

  /** The budget of the org that the integration leads to: what another taught doesn't hold here. */
  private IntegrationBudget budgetAt(OktaConnection connection, String integration) {
    budgets.computeIfPresent(
        integration,
        (name, budget) -> {
          if (budget.belongsTo(connection.issuer())) {
            return budget;
          }
          budget.stop(false);
          meters.forget(name);
          return null;
        });
    return budget(integration);
  }

  private IntegrationBudget budget(String integration) {
    var budget =
        budgets.computeIfAbsent(integration, name -> new IntegrationBudget(name, nanoTime));
    if (closed) {
      budget.stop(true);
    }
    return budget;
  }
}
