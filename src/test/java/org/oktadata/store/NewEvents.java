package org.oktadata.store;

import org.awaitility.Awaitility;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Events that were just stored, for tests that have them read once and look at the outcome. */
public final class NewEvents {

  private NewEvents() {}

  /**
   * Waits until every stored event can be read: a transaction of somebody else's, be it
   * autovacuum's, may hold the newest back for a moment. What could be read once always can.
   */
  public static void untilNoneIsHeldBack(JdbcClient database) {
    Awaitility.await()
        .until(
            () ->
                database
                    .sql(
                        "select not exists (select from store.event where xid >= (select store.ended_before()))")
                    .query(Boolean.class)
                    .single());
  }
}
