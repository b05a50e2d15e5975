package org.oktadata.integrations;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** All that the store holds of an integration. */
@Component
class StoredRows {

  /**
   * Runs first: a page still on its way finds no run to belong to. The other tables lose their rows
   * with a run or with the integration's own row: by their keys, or in its trigger functions, of
   * which {@code store.forget_evaluations} also takes what was written meanwhile without a lease.
   */
  static final List<String> TABLES =
      List.of(
          "run",
          "cursor",
          "stream",
          "stream_gap",
          "resource",
          "resource_history",
          "event",
          "quarantine",
          "finding",
          "exclusion",
          "drift",
          "refresh");

  private static final int BATCH = 10_000;
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

  private final JdbcClient jdbc;

  StoredRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Erases them in batches, and the integration's own row last. */
  void erase(String integration) {
    for (String table : TABLES) {
      while (!Thread.currentThread().isInterrupted()
          && (eraseBatch(table, integration) > 0 || othersErase(table, integration))) {
        // The next batch.
      }
    }
    if (!Thread.currentThread().isInterrupted()) {
      jdbc.sql("delete from store.integration where name = ? and state = 'removing'")
          .param(integration)
          .update();
    }
  }

  /** Whether rows are left, which another instance is erasing at this moment. */
  private boolean othersErase(String table, String integration) {
    boolean left =
        jdbc.sql("select exists (select from store.%s where integration = ?)".formatted(table))
            .param(integration)
            .query(Boolean.class)
            .single();
    if (left) {
      LockSupport.parkNanos(PAUSE);
    }
    return left;
  }

  /** A ctid may name rows of several partitions; all that match the integration may go. */
  private int eraseBatch(String table, String integration) {
    String sql =
        """
        delete from store.%s where integration = :name and ctid = any(array(
          select ctid from store.%s where integration = :name limit %d for update skip locked))
        """;
    return jdbc.sql(sql.formatted(table, table, table.equals("run") ? 1 : BATCH))
        .param("name", integration)
        .update();
  }
}
