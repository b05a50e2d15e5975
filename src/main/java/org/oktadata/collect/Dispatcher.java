package org.oktadata.collect;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Decides which pulls start now on this instance. An instance takes an integration by a lease,
 * because the org's request budget is one; a dead instance loses its leases.
 */
@Component
public class Dispatcher {

  /** Seconds that a lease holds without being renewed by the heartbeat. */
  static final int LEASE_SECONDS = 20;

  private static final int MOST_INTEGRATIONS = 50;

  private final String instance = UUID.randomUUID().toString();
  private final Set<Pull> inFlight = ConcurrentHashMap.newKeySet();
  private final JdbcClient database;
  private final Catalogue catalogue;
  private final Set<String> removed = ConcurrentHashMap.newKeySet();
  private volatile boolean paused;

  Dispatcher(JdbcClient database, Catalogue catalogue) {
    this.database = database;
    this.catalogue = catalogue;
  }

  /** The pulls that may start now: planned, not running here, and with what they build on read. */
  public List<Pull> claim() {
    if (paused) {
      return List.of();
    }
    List<String> mine = lease();
    if (mine.isEmpty()) {
      return List.of();
    }
    List<Open> open =
        database
            .sql(
                """
                select t.run_id, t.integration, t.data_type, r.mode,
                       array(select data_type from store.run_data_type o
                             where o.run_id = t.run_id and o.status in ('PENDING', 'RUNNING')) as unfinished
                from store.run_data_type t join store.run r on r.id = t.run_id
                where r.status = 'RUNNING' and t.status in ('PENDING', 'RUNNING') and t.integration in (:mine)
                order by t.run_id""")
            .param("mine", mine)
            .query(
                (row, number) ->
                    new Open(
                        new Pull(
                            row.getLong(1), row.getString(2), row.getString(3), row.getString(4)),
                        Set.of((String[]) row.getArray(5).getArray())))
            .list();
    return open.stream().filter(this::ready).map(Open::pull).filter(this::take).toList();
  }

  private record Open(Pull pull, Set<String> unfinished) {}

  private boolean ready(Open open) {
    DataType type = catalogue.find(open.pull().dataType()).orElse(null);
    if (type == null) {
      return true;
    }
    if (type.isLog() && inFlight.stream().anyMatch(other -> sameList(other, open.pull()))) {
      return false;
    }
    if (inFlight.stream()
        .anyMatch(o -> sameList(o, open.pull()) && narrow(o) && narrow(open.pull()))) {
      return false;
    }
    return !open.unfinished().contains(type.parent())
        && type.after().stream().noneMatch(open.unfinished()::contains)
        && !(open.pull().mode().equals("delta") && waitsForEvents(type, open.unfinished()));
  }

  /** In a delta the System Log comes first: it says what else to read. */
  private boolean waitsForEvents(DataType type, Set<String> unfinished) {
    return !type.isLog()
        && catalogue.all().stream().anyMatch(log -> log.isLog() && unfinished.contains(log.name()));
  }

  /** A pull of what events touched; two of the same type would take each other's objects. */
  private static boolean narrow(Pull pull) {
    return pull.mode().equals("delta") || pull.mode().equals("refresh");
  }

  private static boolean sameList(Pull one, Pull other) {
    return one.integration().equals(other.integration()) && one.dataType().equals(other.dataType());
  }

  private boolean take(Pull pull) {
    return !removed.contains(pull.integration()) && inFlight.add(pull);
  }

  /** The pull ended or stopped here. */
  void release(Pull pull) {
    inFlight.remove(pull);
  }

  /**
   * Whether an integration's pulls should go on; false while routes are exchanged, or it is
   * removed.
   */
  boolean goesOn(String integration) {
    return !paused && !removed.contains(integration);
  }

  /** An integration is removed: its pulls end after their page, and none starts. */
  void forget(String integration) {
    removed.add(integration);
  }

  /** An integration of that name is there again. */
  void welcome(String integration) {
    removed.remove(integration);
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

  /** Gives up the leases, so that another instance can go on at once. */
  public void releaseLeases() {
    database
        .sql(
            "update store.integration set lease_owner = null, lease_until = null where lease_owner = ?")
        .param(instance)
        .update();
  }

  private List<String> lease() {
    return database
        .sql(
            """
            update store.integration set lease_owner = :me, lease_until = now() + make_interval(secs => :seconds),
              last_served = case when lease_owner = :me then last_served else now() end
            where name in (
              select name from store.integration i
              where (lease_owner is null or lease_owner = :me or lease_until < now()) and state <> 'removing'
                and exists (select from store.run r where r.integration = i.name and r.status = 'RUNNING')
              order by (lease_owner = :me) desc nulls last, last_served nulls first limit :most
              for update skip locked)
            returning name""")
        .param("me", instance)
        .param("seconds", LEASE_SECONDS)
        .param("most", MOST_INTEGRATIONS)
        .query(String.class)
        .list();
  }
}
