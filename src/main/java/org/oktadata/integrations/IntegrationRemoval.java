package org.oktadata.integrations;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.oktadata.integrations.IntegrationChanged.Kind;
import org.oktadata.store.SqlState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Removes an integration: its credentials at once, then its rows in the background, since a large
 * org's take minutes. What a stop interrupted goes on at the next start.
 */
@Component
public class IntegrationRemoval implements SmartInitializingSingleton, DisposableBean {

  private static final Logger log = LoggerFactory.getLogger(IntegrationRemoval.class);

  private static final int ATTEMPTS = 20;
  private static final long A_MOMENT = TimeUnit.MILLISECONDS.toNanos(500);

  private final JdbcClient jdbc;
  private final StoredRows rows;
  private final TransactionTemplate transaction;
  private final ApplicationEventPublisher events;
  private final ExecutorService background =
      Executors.newSingleThreadExecutor(work -> new Thread(work, "integration-removal"));

  IntegrationRemoval(
      JdbcClient jdbc,
      StoredRows rows,
      TransactionTemplate transaction,
      ApplicationEventPublisher events) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.rows = rows;
    this.events = events;
  }

  @Override
  public void afterSingletonsInstantiated() {
    jdbc.sql("select name from store.integration where state = 'removing'")
        .query(String.class)
        .list()
        .forEach(this::erase);
  }

  /** Starts the removal, as {@link #remove(String, Runnable)}. */
  public CompletableFuture<Void> remove(String name) {
    return remove(name, () -> {});
  }

  /**
   * Starts the removal; the integration and its credentials are gone when this returns.
   *
   * @param note written in the same transaction: the removal starts with it, or not at all
   * @return done once every row is erased
   * @throws UnknownIntegrationException where there is none of that name
   */
  public CompletableFuture<Void> remove(String name, Runnable note) {
    transaction.executeWithoutResult(status -> take(name, note));
    events.publishEvent(new IntegrationChanged(name, Kind.REMOVED));
    return erase(name);
  }

  private void take(String name, Runnable note) {
    // Whoever works on it can store nothing from here on, and nothing is on its way any more. The
    // lease comes before the row here as everywhere, or two would wait for each other.
    jdbc.sql("select store.revoke_lease(?)").param(name).query((row, n) -> name).single();
    int found =
        jdbc.sql(
                """
                update store.integration set state = 'removing', state_reason = null,
                  credentials = '', client_id = '', changed_at = now()
                where name = ? and state <> 'removing'
                """)
            .param(name)
            .update();
    if (found == 0) {
      throw new UnknownIntegrationException(name);
    }
    note.run();
  }

  /** Goes on with removals that an instance began which is no more; two erase side by side. */
  public void goOn() {
    jdbc.sql(
            """
            select name from store.integration
            where state = 'removing' and changed_at < now() - interval '10 minutes'""")
        .query(String.class)
        .list()
        .forEach(this::erase);
  }

  private CompletableFuture<Void> erase(String name) {
    return CompletableFuture.runAsync(() -> eraseToTheEnd(name), background)
        .whenComplete(
            (done, failure) -> {
              if (failure == null) {
                log.info("{}: removed with all its rows", name);
              } else if (!background.isShutdown()) {
                log.error("{}: its rows aren't all erased; the next start goes on", name, failure);
              }
            });
  }

  /** What others are writing at this moment may stand in the way, and is done a moment later. */
  private void eraseToTheEnd(String name) {
    for (int attempt = 1; ; attempt++) {
      try {
        rows.erase(name);
        if (Thread.currentThread().isInterrupted()) {
          throw new CancellationException("The application stops; the next start goes on");
        }
        return;
      } catch (DataAccessException e) {
        if (!SqlState.AWAY.is(e) || attempt == ATTEMPTS || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        log.debug("{}: its rows are erased again", name, e);
        LockSupport.parkNanos(A_MOMENT);
      }
    }
  }

  @Override
  public void destroy() {
    background.shutdownNow();
  }
}
