package org.oktadata.instances;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The leases that this instance holds, in memory and in {@code store.lease}. Whoever works under
 * one asks {@link #holds} before each step, which costs no statement; the database has the last
 * word by the lease's epoch.
 */
@Component
public class Leases {

  /**
   * Takes only what is still as it was seen: a newer epoch means that another instance was faster.
   * The lock is refused while something of the former owner is on its way into the database. It is
   * asked for once it is clear which are wanted: as a mere condition it would be taken of every
   * lease that the search passes, and pages of their owners would be refused meanwhile.
   */
  private static final String TAKE =
      """
      with wanted as materialized (
        select l.integration, l.epoch
        from store.lease l join unnest(cast(:names as text[]), cast(:epochs as bigint[])) as seen(name, epoch)
          on l.integration = seen.name and l.epoch = seen.epoch
        where exists (select from store.integration i where i.name = l.integration and i.state <> 'removing')
      ), locked as materialized (
        select integration, epoch from wanted where pg_try_advisory_xact_lock(1869312097, hashtext(integration))
      )
      update store.lease l set owner = :me, epoch = nextval('store.lease_epoch'), taken_at = clock_timestamp()
      from locked where l.integration = locked.integration and l.epoch = locked.epoch
      returning l.integration, l.epoch""";

  private final JdbcClient database;
  private final Instance instance;
  private final Map<String, Lease> held = new ConcurrentHashMap<>();
  private final Set<String> yielding = ConcurrentHashMap.newKeySet();
  private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

  Leases(JdbcClient database, Instance instance) {
    this.database = database;
    this.instance = instance;
  }

  /** Wants to know when an integration must not be worked on here any more. */
  public void whenLost(Consumer<String> listener) {
    listeners.add(listener);
  }

  /** Whether this instance may work on the integration now. */
  public boolean holds(String integration) {
    return instance.isAlive() && held.containsKey(integration);
  }

  /** Whether it may go on with work that was begun under that epoch. */
  public boolean holds(String integration, long epoch) {
    Lease lease = held.get(integration);
    return lease != null
        && lease.epoch() == epoch
        && instance.isAlive()
        && !yielding.contains(integration);
  }

  /** What is held and not about to be given up. */
  public Collection<Lease> held() {
    return instance.isAlive()
        ? held.values().stream().filter(lease -> !yielding.contains(lease.integration())).toList()
        : List.of();
  }

  /** What is held, also what is about to be given up. */
  public List<Lease> all() {
    return List.copyOf(held.values());
  }

  /** The lease of an integration, or null. */
  public Lease of(String integration) {
    return instance.isAlive() ? held.get(integration) : null;
  }

  /**
   * Takes those that are still free.
   *
   * @param free names, with the epoch that each was seen free with
   * @param first what has to happen before anybody works under it
   */
  List<Lease> take(Map<String, Long> free, Consumer<Lease> first) {
    if (free.isEmpty() || !instance.isAlive()) {
      return List.of();
    }
    List<String> names = List.copyOf(free.keySet());
    List<Lease> taken =
        database
            .sql(TAKE)
            .param("me", instance.id())
            .param("names", names.toArray(String[]::new))
            .param("epochs", names.stream().map(free::get).toArray(Long[]::new))
            .query((row, n) -> new Lease(row.getString(1), row.getLong(2), instance.now()))
            .list();
    for (Lease lease : taken) {
      first.accept(lease);
      held.put(lease.integration(), lease);
    }
    return taken;
  }

  /** Lets what is under way end after its page; then the lease is given up. */
  void handOver(String integration) {
    if (yielding.add(integration)) {
      listeners.forEach(each -> each.accept(integration));
    }
  }

  boolean isYielding(String integration) {
    return yielding.contains(integration);
  }

  /** Gives leases up under which nothing is under way. */
  public void release(Collection<Lease> leases) {
    if (leases.isEmpty()) {
      return;
    }
    leases.forEach(this::forget);
    database
        .sql(
            """
            update store.lease set owner = null, served_at = clock_timestamp()
            where owner = :me and epoch in (:epochs)""")
        .param("me", instance.id())
        .param("epochs", leases.stream().map(Lease::epoch).toList())
        .update();
  }

  /** Compares with the database: what it gives to others, or to nobody, is lost here. */
  void compare(Map<String, Long> mine) {
    for (Lease lease : List.copyOf(held.values())) {
      if (!Long.valueOf(lease.epoch()).equals(mine.get(lease.integration()))) {
        lost(lease.integration(), lease.epoch());
      }
    }
  }

  /** The database refused what was written under that epoch, or the integration is removed. */
  public void lost(String integration, long epoch) {
    Lease lease = held.get(integration);
    if (lease != null && lease.epoch() == epoch) {
      forget(lease);
      listeners.forEach(each -> each.accept(integration));
    }
  }

  /** Nothing may be worked on any more: this instance was silent for too long. */
  void lostAll() {
    List.copyOf(held.values()).forEach(lease -> lost(lease.integration(), lease.epoch()));
  }

  private void forget(Lease lease) {
    held.remove(lease.integration(), lease);
    yielding.remove(lease.integration());
  }
}
