package org.oktadata.instances;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Decides which integrations this instance works on: who waited longest first, no more than its
 * share of what there is, and never more than it is set to. An integration is given up when nothing
 * is left to do; while others wait, also after a few minutes, and while another instance idles.
 */
@Component
public class Workload {

  private static final Logger log = LoggerFactory.getLogger(Workload.class);

  /** What works under the leases. */
  public interface Worker {

    /** Whether something of the integration is under way. */
    boolean isBusy(String integration);

    /** The integration is ours now; {@code afterDeath} if its last owner didn't give it up. */
    void taken(Lease lease, boolean afterDeath);

    /** The integrations are about to be given up. */
    void leaving(List<Lease> leases);
  }

  /** Then what waits is taken although others should: they may be full or lack a key. */
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);

  /** A shorter stay isn't worth moving a token and a place in the rate limit. */
  private static final long SHORTEST_STAY = TimeUnit.SECONDS.toNanos(10);

  /** Then a long run makes room for what waits; it goes on from its checkpoints. */
  private static final long LONGEST_STAY = TimeUnit.MINUTES.toNanos(5);

  private final Board board;
  private final Leases leases;
  private final OpenSeals seals;
  private final Instance instance;
  private final InstanceSettings settings;
  private final Map<String, Long> waitingSince = new HashMap<>();
  private int living = 1;

  Workload(
      Board board, Leases leases, OpenSeals seals, Instance instance, InstanceSettings settings) {
    this.board = board;
    this.leases = leases;
    this.seals = seals;
    this.instance = instance;
    this.settings = settings;
  }

  /** Gives up and takes what is due. */
  public synchronized void balance(Worker worker) {
    Board.View view = board.read(instance.id());
    living = view.living().size();
    Set<String> wanted =
        view.entries().stream()
            .filter(Board.Entry::wanted)
            .map(Board.Entry::name)
            .collect(Collectors.toSet());
    leases.compare(
        view.entries().stream()
            .filter(entry -> entry.ownedBy(instance.id()))
            .collect(Collectors.toMap(Board.Entry::name, Board.Entry::epoch)));
    release(wanted, worker);
    note(view);
    makeRoom(view, wanted);
    take(view, wanted, worker);
  }

  /** How many instances live, as last seen. */
  public int instances() {
    return living;
  }

  private void release(Set<String> wanted, Worker worker) {
    List<Lease> done = new ArrayList<>();
    for (Lease lease : leases.all()) {
      boolean over =
          !wanted.contains(lease.integration()) || leases.isYielding(lease.integration());
      if (over && !worker.isBusy(lease.integration())) {
        done.add(lease);
      }
    }
    if (!done.isEmpty()) {
      worker.leaving(done);
      leases.release(done);
    }
  }

  private void note(Board.View view) {
    Set<String> free = new HashSet<>();
    view.entries().stream().filter(Board.Entry::free).forEach(each -> free.add(each.name()));
    waitingSince.keySet().retainAll(free);
    free.forEach(name -> waitingSince.putIfAbsent(name, instance.now()));
  }

  private void makeRoom(Board.View view, Set<String> wanted) {
    List<Lease> mine =
        leases.held().stream()
            .filter(lease -> wanted.contains(lease.integration()))
            .sorted(Comparator.comparingLong(Lease::since))
            .toList();
    int excess = view.somebodyIdles(instance.id()) ? mine.size() - view.share() : 0;
    long stay = SHORTEST_STAY;
    if (excess <= 0 && mine.size() >= settings.integrations()) {
      excess = (int) waitingSince.values().stream().filter(since -> old(since, PATIENCE)).count();
      stay = LONGEST_STAY;
    }
    for (Lease lease : mine.subList(0, Math.max(0, Math.min(excess, mine.size())))) {
      if (old(lease.since(), stay)) {
        leases.handOver(lease.integration());
      }
    }
  }

  private void take(Board.View view, Set<String> wanted, Worker worker) {
    long mine = leases.held().stream().filter(l -> wanted.contains(l.integration())).count();
    long fair = Math.min(settings.integrations(), view.share()) - mine;
    long room = settings.integrations() - mine;
    Map<String, Long> free = new LinkedHashMap<>();
    Map<String, String> dead = new HashMap<>();
    for (Board.Entry entry : view.entries()) {
      boolean late = old(waitingSince.getOrDefault(entry.name(), instance.now()), PATIENCE);
      boolean mayTake = entry.urgent() || free.size() < (late ? room : fair);
      if (canBeTaken(entry) && mayTake && seals.admit(entry)) {
        free.put(entry.name(), entry.epoch());
        if (entry.owner() != null && !entry.owned()) {
          dead.put(entry.name(), entry.owner());
        }
      }
    }
    leases.take(free, lease -> begin(lease, dead.get(lease.integration()), worker));
  }

  private static void begin(Lease lease, String dead, Worker worker) {
    if (dead != null) {
      log.info(
          "{}: taken over from instance {}, which ended or stood still without giving it up; what it began goes on from its checkpoints",
          lease.integration(),
          dead);
    }
    worker.taken(lease, dead != null);
  }

  /** Also what the database holds for this instance, but which it gave up while it was silent. */
  private boolean canBeTaken(Board.Entry entry) {
    return entry.free()
        || entry.wanted() && entry.ownedBy(instance.id()) && leases.of(entry.name()) == null;
  }

  private boolean old(long since, long age) {
    return instance.now() - since > age;
  }
}
