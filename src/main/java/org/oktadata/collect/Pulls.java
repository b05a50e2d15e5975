package org.oktadata.collect;

import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;
import org.oktadata.catalogue.Catalogue;
import org.oktadata.catalogue.DataType;
import org.oktadata.instances.Fence;
import org.oktadata.okta.OktaConnections;
import org.oktadata.okta.OrgUrl;
import org.springframework.stereotype.Component;

/**
 * The life of a pull as route template {@code pull} tells it: begin, read each planned list,
 * finish.
 */
@Component
public class Pulls {

  /** Lists of one pull that are read at the same time, where it has that many. */
  private static final int MOST_UNDER_WAY = 16;

  private final Catalogue catalogue;
  private final Dispatcher dispatcher;
  private final Ledger ledger;
  private final OktaConnections connections;
  private final OrgAccess access;
  private final FailingPages failing;
  private final Fence fence;
  private final PullStart start;
  private final PullEnd end;

  Pulls(
      Catalogue catalogue,
      Dispatcher dispatcher,
      Ledger ledger,
      OktaConnections connections,
      OrgAccess access,
      FailingPages failing,
      Fence fence,
      PullStart start,
      PullEnd end) {
    this.catalogue = catalogue;
    this.dispatcher = dispatcher;
    this.ledger = ledger;
    this.connections = connections;
    this.access = access;
    this.failing = failing;
    this.fence = fence;
    this.start = start;
    this.end = end;
  }

  /**
   * Sets the pull's variables and plans its lists. Variable {@code begun} is false if the pull
   * ended meanwhile, or cannot be read.
   */
  public void begin(@Body Pull pull, Exchange exchange) throws Exception {
    PullRelease.atTheEnd(dispatcher, pull, exchange);
    exchange.setVariable("pull", pull);
    exchange.setVariable("begun", false);
    DataType type = catalogue.get(pull.dataType());
    exchange.setVariable("run", pull.run());
    exchange.setVariable("integration", pull.integration());
    exchange.setVariable("dataType", pull.dataType());
    exchange.setVariable("lease", pull.lease());
    exchange.setVariable("failed", 0);
    Optional<Instant> begun = start.begin(pull, type);
    if (begun.isPresent()) {
      exchange.setVariable("begunAt", begun.get().toString());
      exchange.setVariable(
          "lists", new PlannedLists(ledger, pull, MOST_UNDER_WAY, () -> dispatcher.goesOn(pull)));
      exchange.setVariable("begun", true);
    }
  }

  /** Points the variables at one list: at its start, or at the link where it was left. */
  public void open(@Body PlannedList list, @Variable("pull") Pull pull, Exchange exchange) {
    exchange.setVariable("request", list.request());
    exchange.setVariable("parent", list.parent());
    DataType type = catalogue.get(pull.dataType());
    exchange.setVariable("alone", type.isAnsweredWithOne(list.request(), list.parent()));
    exchange.setVariable("asked", type.idAskedFor(list.request(), list.parent()));
    exchange.setVariable("failed", 0);
    exchange.setVariable("pagesBefore", list.pages());
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
  public Object state(
      @Body Map<?, ?> stored, @Variable("pull") Pull pull, @Variable("request") String request) {
    failing.answered(pull, request);
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
      fence.within(pull.integration(), pull.lease(), () -> ledger.close(pull, request, parent));
    }
    if ("answered".equals(state)) {
      access.answered(pull, lists.succeeded());
    }
  }

  /** Gives the place of one list to the next. */
  public void leave(
      @Variable("lists") PlannedLists lists,
      @Variable("pull") Pull pull,
      @Variable("request") String request) {
    lists.done();
    if (request != null) {
      failing.over(pull, request);
    }
  }

  /** The pull as a whole cannot go on. */
  public void fail(@Variable("pull") Pull pull, Exchange exchange) {
    if (PullRelease.isDone(exchange)) {
      return;
    }
    try {
      if (dispatcher.goesOn(pull)) {
        end.fail(pull, exchange);
      }
    } finally {
      PullRelease.now(dispatcher, pull, exchange);
    }
  }

  /**
   * Sums up what became of the lists. A pull that was told to stop stays open, to go on later.
   * Where this fails it is repeated or the pull fails: until then it is nobody else's.
   */
  public void finish(
      @Variable("pull") Pull pull, @Variable("begun") boolean begun, Exchange exchange) {
    if (!begun || dispatcher.goesOn(pull) && end.sumUp(pull, catalogue.get(pull.dataType()))) {
      end.close(pull);
    }
    PullRelease.now(dispatcher, pull, exchange);
  }
}
