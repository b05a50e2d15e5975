package org.oktadata.collect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.oktadata.store.StoreServer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class PlannedListsTest {

  @Test
  void aDatabaseThatIsAwayEndsTheListsUnderWayInOrder() {
    Ledger ledger =
        new Ledger(
            JdbcClient.create(new DriverManagerDataSource("jdbc:postgresql://localhost:1/none")),
            new Catalogue());
    PlannedLists lists =
        new PlannedLists(ledger, new Pull(1, "acme", "users", "full", 1), 2, () -> true);
    assertThat(lists.hasNext()).isFalse();
  }

  /** Such as a list that waits for another's end: Camel's split asks once more when it is over. */
  @Test
  void whatOpensLaterIsForTheNextRound() {
    String url = StoreServer.newDatabase();
    JdbcClient database =
        JdbcClient.create(new DriverManagerDataSource(url, "postgres", "postgres"));
    long run =
        database
            .sql(
                "insert into store.run (integration, mode, trigger) values ('acme', 'full', 'test') returning id")
            .query(Long.class)
            .single();
    database
        .sql(
            "insert into store.run_data_type (run_id, data_type, integration) values (?, 'users', 'acme')")
        .param(run)
        .update();
    Ledger ledger = new Ledger(database, new Catalogue());
    PlannedLists lists =
        new PlannedLists(ledger, new Pull(run, "acme", "users", "full", 1), 2, () -> true);
    assertThat(lists.hasNext()).isFalse();
    database
        .sql(
            "insert into store.request (run_id, data_type, request, parent_id, position, path, closing) values (?, 'users', '', '', 0, '/', 'type')")
        .param(run)
        .update();
    assertThat(lists.hasNext()).isFalse();
    PlannedLists next =
        new PlannedLists(ledger, new Pull(run, "acme", "users", "full", 1), 2, () -> true);
    assertThat(next.hasNext()).isTrue();
  }
}
