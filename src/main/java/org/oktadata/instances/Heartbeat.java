package org.oktadata.instances;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.oktadata.store.DatabaseAway;
import org.oktadata.store.DatabaseSockets;
import org.oktadata.store.LockHolders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Says in the database that this instance is alive, from a thread and a connection of its own, so
 * that nothing slow can keep it from doing so. One update renews all leases. An instance that comes
 * too late gives up what it held: others may have it already.
 */
@Component
class Heartbeat implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(Heartbeat.class);

  /** Instances are remembered for a day, for whoever looks after the reason of a hand-over. */
  private static final String FORGET =
      "delete from store.instance where alive_until < now() - interval '1 day'";

  /** How long a wait for somebody's lock may take before it is told. */
  private static final Duration LONG_WAIT = Duration.ofSeconds(15);

  private final Instance instance;
  private final InstanceSettings settings;
  private final Leases leases;
  private final JdbcClient database;
  private final LockHolders holders;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "heartbeat");
            thread.setDaemon(true);
            thread.setPriority(Thread.MAX_PRIORITY);
            return thread;
          });
  private volatile boolean running;
  private boolean silent;
  private String server;

  Heartbeat(
      Instance instance,
      InstanceSettings settings,
      Leases leases,
      @Qualifier("heartbeatDataSource") HikariDataSource connection) {
    this.instance = instance;
    this.settings = settings;
    this.leases = leases;
    this.database = JdbcClient.create(connection);
    this.holders = new LockHolders(database, LONG_WAIT);
  }

  /** Says it once before anything else starts, and then five times in each lease. */
  @Override
  public void start() {
    running = true;
    beat();
    server = server();
    database.sql(FORGET).update();
    long pace = settings.lease().toMillis() / 5;
    timer.scheduleAtFixedRate(this::beat, pace, pace, TimeUnit.MILLISECONDS);
    timer.scheduleWithFixedDelay(
        this::lookForHolders, LONG_WAIT.toSeconds(), LONG_WAIT.toSeconds(), TimeUnit.SECONDS);
  }

  private void lookForHolders() {
    try {
      holders.look();
    } catch (RuntimeException e) {
      log.debug("Instance {}: nobody knows who holds locks", instance.id(), e); // a beat tells why
    }
  }

  private void beat() {
    try {
      long askedAt = instance.now();
      if (!renew()) {
        join();
      }
      instance.alive(askedAt, settings.lease());
      if (silent) {
        log.info("Instance {}: the database answers again", instance.id());
        silent = false;
        leaveLostServer();
      }
    } catch (RuntimeException e) {
      instance.missed(e);
      if (!silent) {
        log.warn(
            "Instance {}: {}; work stops {} s after it last did",
            instance.id(),
            DatabaseAway.explained(e),
            settings.lease().toSeconds() * 9 / 10);
        silent = true;
      }
    }
    if (!instance.isAlive()) {
      leases.lostAll();
    }
  }

  /**
   * Where another server answers than before, others may wait for the lost one for a long time. One
   * that was only slow is left alone: what it is at comes to its end.
   */
  private void leaveLostServer() {
    String now = server();
    if (!now.equals(server)) {
      server = now;
      DatabaseSockets.closeAll();
    }
  }

  private String server() {
    return database
        .sql(
            "select concat_ws(' ', inet_server_addr(), inet_server_port(), pg_postmaster_start_time())")
        .query(String.class)
        .single();
  }

  /** False if others were already free to take what was held here. */
  private boolean renew() {
    return database
            .sql(
                """
                update store.instance set alive_until = clock_timestamp() + make_interval(secs => ?)
                where id = ? and alive_until > clock_timestamp()""")
            .params(settings.lease().toSeconds(), instance.id())
            .update()
        > 0;
  }

  private void join() {
    leases.lostAll();
    database
        .sql("update store.lease set owner = null where owner = ?")
        .param(instance.id())
        .update();
    database
        .sql(
            """
            insert into store.instance (id, alive_until) values (?, clock_timestamp() + make_interval(secs => ?))
            on conflict (id) do update set alive_until = excluded.alive_until""")
        .params(instance.id(), settings.lease().toSeconds())
        .update();
  }

  /** Leaves, so that others needn't wait for the end of the leases. */
  @Override
  public void stop() {
    running = false;
    timer.shutdownNow();
    instance.gone();
    try {
      database
          .sql(
              """
              with mine as (update store.lease set owner = null, served_at = clock_timestamp() where owner = :me)
              update store.instance set alive_until = clock_timestamp() where id = :me""")
          .param("me", instance.id())
          .update();
    } catch (RuntimeException databaseIsAway) {
      log.warn("Instance {}: its leases end by themselves", instance.id());
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Before everything that works under a lease, and until all of that has stopped. */
  @Override
  public int getPhase() {
    return Integer.MIN_VALUE + 1_000;
  }
}
