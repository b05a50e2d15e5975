package org.oktadata.collect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.oktadata.catalogue.Catalogue;
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
        new PlannedLists(ledger, new Pull(1, "acme", "users", RunMode.FULL, 1), 2, () -> true);
    assertThat(lists.hasNext()).isFalse();
  }

  /** Such as a list that waits for another's end: Camel's split asks once more when it is over. */
  @Test
  void whatOpensLaterIsForTheNextRound() {
    JdbcClient database = database();
    Pull pull = pull(database);
    Ledger ledger = new Ledger(database, new Catalogue());
    PlannedLists lists = new PlannedLists(ledger, pull, 2, () -> true);
    assertThat(lists.hasNext()).isFalse();
    list(database, pull, "", 0);
    assertThat(lists.hasNext()).isFalse();
    PlannedLists next = new PlannedLists(ledger, pull, 2, () -> true);
    assertThat(next.hasNext()).isTrue();
  }

  /** A type of which some lists are refused is one that the app may read. */
  @Test
  void whatWasAnsweredBeforeARestartCountsAfterIt() {
    JdbcClient database = database();
    Pull pull = pull(database);
    Ledger ledger = new Ledger(database, new Catalogue());
    list(database, pull, "a", 0);
    assertThat(new PlannedLists(ledger, pull, 2, () -> true).answered()).isFalse();
    list(database, pull, "b", 1);
    assertThat(new PlannedLists(ledger, pull, 2, () -> true).answered()).isTrue();
  }

  private static JdbcClient database() {
    return JdbcClient.create(
        new DriverManagerDataSource(StoreServer.newDatabase(), "postgres", "postgres"));
  }

  private static Pull pull(JdbcClient database) {
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
    return new Pull(run, "acme", "users", RunMode.FULL, 1);
  }

  private static void list(JdbcClient database, Pull pull, String name, int pages) {
    database
        .sql(
            "insert into store.request (run_id, data_type, request, parent_id, position, path, closing, pages) values (?, 'users', ?, ?, 0, '/', 'type', ?)")
        .params(pull.run(), name, name, pages)
        .update();
  }
}
