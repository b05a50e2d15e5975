package org.oktadata.collect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
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
}
