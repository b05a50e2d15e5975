package org.oktadata.collect;

import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;
import org.oktadata.catalogue.Catalogue;
import org.oktadata.catalogue.DataType;
import org.oktadata.instances.Fence;
import org.oktadata.okta.OktaConnections;
import org.oktadata.okta.OktaFailure;
import org.oktadata.okta.OrgUrl;
import org.oktadata.okta.RetryDelay;
import org.oktadata.okta.ServerClocks;
import org.oktadata.store.Causes;
import org.oktadata.store.SqlProblem;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** The life of a pull as the pull templates tell it: begin, read each planned list, finish. */
@Component
public class Pulls {

  /** Lists of one pull that are read at the same time, where it has that many. */
  private static final int MOST_UNDER_WAY = 16;

  private final Catalogue catalogue;
  private final Dispatcher dispatcher;
  private final Planner planner;
  private final Ledger ledger;
  private final Refreshes refreshes;
  private final PullOutcome outcome;
  private final Runs runs;
  private final StartingPoint startingPoint;
  private final OktaConnections connections;
  private final GrantedScopes scopes;
  private final RetryDelay failures;
  private final ServerClocks clocks;
  private final Pipelines pipelines;
  private final OrgAccess access;
  private final Fence fence;

  Pulls(
      Catalogue catalogue,
      Dispatcher dispatcher,
      Planner planner,
      Ledger ledger,
      Refreshes refreshes,
      PullOutcome outcome,
      Runs runs,
      StartingPoint startingPoint,
      OktaConnections connections,
      GrantedScopes scopes,
      RetryDelay failures,
      ServerClocks clocks,
      Pipelines pipelines,
      OrgAccess access,
      Fence fence) {
    this.catalogue = catalogue;
    this.dispatcher = dispatcher;
    this.planner = planner;
    this.ledger = ledger;
    this.refreshes = refreshes;
    this.outcome = outcome;
    this.runs = runs;
    this.startingPoint = startingPoint;
    this.connections = connections;
    this.scopes = scopes;
    this.failures = failures;
    this.clocks = clocks;
    this.pipelines = pipelines;
    this.access = access;
    this.fence = fence;
  }

  /**
   * Sets the pull's variables and plans its lists. Variable {@code begun} is false if the pull
   * ended meanwhile, or cannot be read.
   */
  public void begin(@Body Pull pull, Exchange exchange) throws Exception {
    PullRelease.atTheEnd(dispatcher, pull, exchange);
    exchange.setVariable("pull", pull);
    exchange.setVariable("begun", false);
    exchange.setVariable("begun", prepare(pull, exchange));
  }

  private boolean prepare(Pull pull, Exchange exchange) throws Exception {
    DataType type = catalogue.get(pull.dataType());
    exchange.setVariable("run", pull.run());
    exchange.setVariable("integration", pull.integration());
    exchange.setVariable("dataType", pull.dataType());
    exchange.setVariable("lease", pull.lease());
    exchange.setVariable("failed", 0);
    if (!fence.within(pull.integration(), pull.lease(), () -> outcome.begin(pull), false)) {
      return false;
    }
    if (!type.pipeline().isEmpty() && !type.pipeline().equals(pipelines.of(pull.integration()))) {
      return skip(pull, new Shortfall(Pipelines.NOT_IN_CLASSIC.formatted(type.name()), true));
    }
    if (!scopes.open(pull.integration(), type)) {
      return skip(pull, new Shortfall(withoutScope(pull.integration(), type), false));
    }
    exchange.setVariable("begunAt", timeThere(pull).toString());
    Instant since = startingPoint.of(pull, type);
    boolean planned =
        within(
            pull,
            () -> {
              if (!pull.verifies()) {
                refreshes.take(pull);
              }
              planner.plan(pull, type, since);
            });
    exchange.setVariable(
        "lists", new PlannedLists(ledger, pull, MOST_UNDER_WAY, () -> dispatcher.goesOn(pull)));
    return planned;
  }

  /** Not granted, or never asked for: a run may name what the integration doesn't. */
  private String withoutScope(String integration, DataType type) {
    return connections.scopes(integration).contains(type.scope())
        ? "%s needs a scope that the app was not granted. %s"
            .formatted(type.name(), Remedy.scope(type))
        : "%1$s isn't among the integration's data types: name it there (data-types: [managed, %1$s]), so that its scope %2$s is asked for."
            .formatted(type.name(), type.scope());
  }

  private boolean skip(Pull pull, Shortfall shortfall) {
    within(
        pull,
        () -> {
          refreshes.skipped(pull);
          outcome.skip(pull, shortfall);
        });
    return false;
  }

  /** False if the lease was lost, and with it the right to write. */
  private boolean within(Pull pull, Runnable work) {
    return fence.within(pull.integration(), pull.lease(), work);
  }

  /** What time it is now by the org's own clock. */
  private Instant timeThere(Pull pull) {
    return Instant.now().plus(clocks.offset(pull.integration()));
  }

  /** Points the variables at one list: at its start, or at the link where it was left. */
  public void open(@Body PlannedList list, @Variable("pull") Pull pull, Exchange exchange) {
    exchange.setVariable("request", list.request());
    exchange.setVariable("parent", list.parent());
    DataType type = catalogue.get(pull.dataType());
    exchange.setVariable("alone", type.isAnsweredWithOne(list.request(), list.parent()));
    exchange.setVariable("asked", type.idAskedFor(list.request(), list.parent()));
    exchange.setVariable("failed", 0);
    exchange.setVariable("state", list.state());
    exchange.setVariable("next", list.state().equals("listed") ? null : address(list, pull));
  }

  /** A link that another org gave is from before the issuer was changed, and leads nowhere. */
  private String address(PlannedList list, Pull pull) {
    URI issuer = connections.connection(pull.integration()).issuer();
    return list.next() != null && OrgUrl.sameOrg(issuer, URI.create(list.next()))
        ? list.next()
        : issuer + list.path();
  }

  /** Whether a list has a further page to get, and nobody asked the pull to stop. */
  public boolean goesOn(@Variable("next") String next, @Variable("pull") Pull pull) {
    return next != null && !next.isEmpty() && dispatcher.goesOn(pull);
  }

  /** What the database says of the list, now that its page is stored. */
  public Object state(@Body Map<?, ?> stored) {
    return stored.get("state");
  }

  /** A list ended, well or not. */
  public void close(
      @Variable("pull") Pull pull,
      @Variable("request") String request,
      @Variable("parent") String parent,
      @Variable("state") String state,
      @Variable("lists") PlannedLists lists) {
    if ("listed".equals(state)) {
      within(pull, () -> ledger.close(pull, request, parent));
    }
    if ("answered".equals(state) && lists.succeeded()) {
      access.answered(pull);
    }
  }

  /** Gives the place of one list to the next. */
  public void leave(@Variable("lists") PlannedLists lists) {
    lists.done();
  }

  /** The pull as a whole cannot go on. */
  public void fail(@Variable("pull") Pull pull, Exchange exchange) {
    try {
      if (dispatcher.goesOn(pull)) {
        OktaFailure failure = failures.explain(exchange);
        String reason = reason(exchange, pull, failure);
        within(
            pull,
            () -> {
              access.failed(pull, failure);
              outcome.fail(pull, reason);
              refreshes.giveBack(pull);
              runs.endIfDone(pull.run());
            });
      }
    } finally {
      PullRelease.now(dispatcher, pull, exchange);
    }
  }

  /** The statements that plan a pull and end it have SQL of the catalogue in them. */
  private static String reason(Exchange exchange, Pull pull, OktaFailure explained) {
    Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    return Causes.find(failure, DataAccessException.class) != null
            && SqlProblem.isTheStatements(failure)
        ? "The database refuses what the line of %s in data-types.yaml says: %s."
            .formatted(pull.dataType(), SqlProblem.withoutData(failure))
        : explained.sentence();
  }

  /** Sums up what became of the lists. A pull that was told to stop stays open, to go on later. */
  public void finish(
      @Variable("pull") Pull pull, @Variable("begun") boolean begun, Exchange exchange) {
    try {
      if (!begun || dispatcher.goesOn(pull) && isFinished(pull)) {
        within(pull, () -> runs.endIfDone(pull.run()));
      }
    } finally {
      PullRelease.now(dispatcher, pull, exchange);
    }
  }

  private boolean isFinished(Pull pull) {
    DataType type = catalogue.get(pull.dataType());
    if (type.isLog()) {
      refreshes.gatherAll();
    }
    boolean more =
        fence.within(
            pull.integration(), pull.lease(), () -> planner.planWhatIsMissing(pull, type), true);
    return !more && outcome.finish(pull, type);
  }
}
