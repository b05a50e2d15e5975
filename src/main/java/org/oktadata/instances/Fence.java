package org.oktadata.instances;

import java.util.function.Supplier;
import org.oktadata.store.SqlState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes that count only under a lease: all of it commits while the lease is held, or none. Pages
 * need no fence of their own, since their statement carries the epoch.
 */
@Component
public class Fence {

  private static final Logger log = LoggerFactory.getLogger(Fence.class);

  /** SQL state of what {@code store.fence} refuses. */
  public static final String REFUSED = "OL001";

  private final JdbcClient database;
  private final TransactionTemplate transaction;
  private final Leases leases;

  Fence(JdbcClient database, TransactionTemplate transaction, Leases leases) {
    this.database = database;
    this.transaction = transaction;
    this.leases = leases;
  }

  /**
   * Does the work in one transaction.
   *
   * @param otherwise the result where another instance has the integration now
   */
  public <T> T within(String integration, long epoch, Supplier<T> work, T otherwise) {
    try {
      return transaction.execute(
          status -> {
            database
                .sql("select store.fence(?, ?)")
                .params(integration, epoch)
                .query((row, n) -> true)
                .single();
            return work.get();
          });
    } catch (DataAccessException e) {
      if (!REFUSED.equals(SqlState.of(e))) {
        throw e;
      }
      refused(integration, epoch);
      return otherwise;
    }
  }

  /** The same without a result; false where another instance has the integration now. */
  public boolean within(String integration, long epoch, Runnable work) {
    return within(
        integration,
        epoch,
        () -> {
          work.run();
          return true;
        },
        false);
  }

  /** The database refused a write under that epoch, so the lease is lost. */
  public void refused(String integration, long epoch) {
    log.info("{}: another instance works on it now", integration);
    leases.lost(integration, epoch);
  }
}
