package org.oktadata.collect;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.oktadata.catalogue.Catalogue;
import org.oktadata.catalogue.DataType;
import org.oktadata.instances.Instance;
import org.oktadata.instances.Lease;
import org.oktadata.instances.Leases;
import org.oktadata.instances.Workload;
import org.oktadata.okta.OktaConnections;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Decides which pulls start now on this instance: those of the integrations whose lease it has,
 * because an org's request budget is one.
 */
@Component
public class Dispatcher implements Workload.Worker {

  private final Set<Pull> inFlight = ConcurrentHashMap.newKeySet();
  private final AtomicLong claims = new AtomicLong();
  private final Map<String, Integer> errands = new ConcurrentHashMap<>();
  private final JdbcClient database;
  private final OpenPulls openPulls;
  private final Catalogue catalogue;
  private final Workload workload;
  private final Leases leases;
  private final Instance instance;
  private final BudgetRecord budgets;
  private final OktaConnections connections;
  private volatile boolean paused;

  Dispatcher(
      JdbcClient database,
      OpenPulls openPulls,
      Catalogue catalogue,
      Workload workload,
      Leases leases,
      Instance instance,
      BudgetRecord budgets,
      OktaConnections connections) {
    this.database = database;
    this.openPulls = openPulls;
    this.catalogue = catalogue;
    this.workload = workload;
    this.leases = leases;
    this.instance = instance;
    this.budgets = budgets;
    this.connections = connections;
  }

  /**
   * Gives up integrations that are done, and takes those that wait and are this instance's turn.
   */
  public void balance() {
    if (!paused) {
      workload.balance(this);
      budgets.write(leases.held());
    }
  }

  /** The pulls that may start now: planned, not running here, and with what they build on read. */
  public List<Pull> claim() {
    if (paused) {
      return List.of();
    }
    List<Pull> claimed = take(openPulls.ours());
    try {
      sign(claimed);
    } catch (RuntimeException databaseIsAway) {
      // Nobody would work on what was claimed here, and nobody else could claim it.
      claimed.forEach(this::release);
      throw databaseIsAway;
    }
    return claimed;
  }

  private boolean ready(OpenPulls.Open open) {
    if (inFlight.stream().anyMatch(other -> sameRow(other, open.pull()))) {
      return false;
    }
    DataType type = catalogue.find(open.pull().dataType()).orElse(null);
    if (type == null) {
      return false;
    }
    if (type.isLog() && inFlight.stream().anyMatch(other -> sameList(other, open.pull()))) {
      return false;
    }
    if (inFlight.stream().anyMatch(o -> sameList(o, open.pull()) && disturb(o, open.pull()))) {
      return false;
    }
    if (type.isLog() && open.pull().verifies() && waitsForSample(open.unfinished())) {
      return false;
    }
    return !open.unfinished().contains(type.parent())
        && type.after().stream().noneMatch(open.unfinished()::contains)
        && !(open.pull().mode() == RunMode.DELTA && waitsForEvents(type, open.unfinished()));
  }

  /** In a delta the System Log comes first: it says what else to read. */
  private boolean waitsForEvents(DataType type, Set<String> unfinished) {
    return !type.isLog()
        && catalogue.all().stream().anyMatch(log -> log.isLog() && unfinished.contains(log.name()));
  }

  /** In a verification the System Log comes last: it says what isn't drift. */
  private boolean waitsForSample(Set<String> unfinished) {
    return unfinished.stream()
        .anyMatch(name -> catalogue.find(name).filter(DataType::isLog).isEmpty());
  }

  /** They would take each other's objects, or what one of both changed would pass for drift. */
  private static boolean disturb(Pull one, Pull other) {
    return one.mode().readsTouched() && other.mode().readsTouched()
        || one.verifies() && other.mode().isCollection()
        || other.verifies() && one.mode().isCollection();
  }

  private static boolean sameList(Pull one, Pull other) {
    return one.integration().equals(other.integration()) && one.dataType().equals(other.dataType());
  }

  /** The same pull, perhaps still on its way out under a lease that was lost. */
  private static boolean sameRow(Pull one, Pull other) {
    return one.run() == other.run() && one.dataType().equals(other.dataType());
  }

  /** Whoever else looks at the same time must see what starts here: pulls disturb each other. */
  private synchronized List<Pull> take(List<OpenPulls.Open> open) {
    return open.stream()
        .filter(this::ready)
        .map(one -> one.pull().claimed(claims.incrementAndGet()))
        .filter(inFlight::add)
        .toList();
  }

  /** Says in the run who works on it. */
  private void sign(List<Pull> claimed) {
    Set<Long> runs = claimed.stream().map(Pull::run).collect(Collectors.toSet());
    if (!runs.isEmpty()) {
      database
          .sql(
              "update store.run set instance = :me where id in (:runs) and instance is distinct from :me")
          .param("me", instance.id())
          .param("runs", runs)
          .update();
    }
  }

  /** The pull ended or stopped here. */
  void release(Pull pull) {
    inFlight.remove(pull);
  }

  /**
   * Whether a pull should go on; false while routes are exchanged, once its lease is lost, and once
   * it was released, though lists of it may still be read: another claim of it may read them now.
   */
  boolean goesOn(Pull pull) {
    return !paused && inFlight.contains(pull) && leases.holds(pull.integration(), pull.lease());
  }

  /** No new pull starts, and running ones stop after their page. */
  public void pause() {
    paused = true;
  }

  /** Pulls start again; what was under way goes on from its checkpoints. */
  public void resume() {
    paused = false;
  }

  /** Pulls that are under way on this instance. */
  public Set<Pull> inFlight() {
    return Set.copyOf(inFlight);
  }

  /** Something other than a pull calls the org now, or ended doing so. */
  public void errand(String integration, boolean begins) {
    errands.merge(
        integration, begins ? 1 : -1, (a, b) -> a + b == 0 ? null : Integer.valueOf(a + b));
  }

  @Override
  public boolean isBusy(String integration) {
    return errands.containsKey(integration)
        || inFlight.stream().anyMatch(pull -> pull.integration().equals(integration));
  }

  /** The lease may be free because the integration leads to another org now. */
  @Override
  public void taken(Lease lease, boolean afterDeath) {
    connections.lookAgain(lease.integration());
    budgets.inherit(lease, afterDeath);
  }

  @Override
  public void leaving(List<Lease> given) {
    budgets.write(given);
  }

  /** Gives up the leases, so that another instance can go on at once. */
  public void releaseLeases() {
    Collection<Lease> all = leases.all();
    leaving(List.copyOf(all));
    leases.release(all);
  }
}
