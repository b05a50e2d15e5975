package org.oktadata.instances;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.oktadata.store.StoreServer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.support.TransactionTemplate;

/** Who takes which lease, on a real database. */
class LeasesTest {

  private DriverManagerDataSource source;
  private JdbcClient database;
  private TransactionTemplate transaction;

  @BeforeEach
  void manyIntegrations() {
    source = new DriverManagerDataSource(StoreServer.newDatabase(), "postgres", "postgres");
    database = JdbcClient.create(source);
    transaction = new TransactionTemplate(new DataSourceTransactionManager(source));
    database
        .sql(
            """
            insert into store.integration (name, display_name, issuer, client_id, credentials, managed_by)
            select 'org-' || n, 'Org', 'https://acme.okta.com', 'client', 'sealed', 'api' from generate_series(1, 200) n""")
        .update();
    database.sql("analyze store.lease").update();
  }

  @Test
  void takingALeaseDisturbsNobodyWhoWorksUnderAnother() {
    Lease mine = leases("one").take(Map.of("org-1", 0L), lease -> {}).get(0);
    transaction.executeWithoutResult(
        status -> {
          assertThat(leases("two").take(Map.of("org-2", 0L), lease -> {})).hasSize(1);
          assertThatCode(() -> writeUnder(mine)).doesNotThrowAnyException();
          assertThatThrownBy(() -> writeUnder(new Lease("org-2", 0L, 0)))
              .hasStackTraceContaining("Another instance works on org-2 now.");
        });
  }

  @Test
  void ofTwoWhoSawItFreeOneTakesIt() {
    Map<String, Long> free = Map.of("org-1", 0L, "org-2", 0L);
    List<Lease> first = leases("one").take(free, lease -> {});
    assertThat(first).extracting(Lease::integration).containsExactlyInAnyOrder("org-1", "org-2");
    assertThat(leases("two").take(free, lease -> {})).isEmpty();
  }

  @Test
  void nobodyTakesALeaseUnderWhichSomethingIsOnItsWay() {
    Lease mine = leases("one").take(Map.of("org-1", 0L), lease -> {}).get(0);
    Map<String, Long> seen = Map.of("org-1", mine.epoch());
    transaction.executeWithoutResult(
        status -> {
          fence(database, mine);
          assertThat(leases("two", elsewhere()).take(seen, lease -> {})).isEmpty();
        });
    assertThat(leases("two").take(seen, lease -> {})).hasSize(1);
  }

  private Leases leases(String name) {
    return leases(name, database);
  }

  private static Leases leases(String name, JdbcClient database) {
    Instance instance = new Instance(name, System::nanoTime);
    instance.alive(System.nanoTime(), Duration.ofMinutes(1));
    return new Leases(database, instance);
  }

  /** On a connection of its own, as an owner at work has. */
  private void writeUnder(Lease lease) {
    fence(elsewhere(), lease);
  }

  private static void fence(JdbcClient database, Lease lease) {
    database
        .sql("select store.fence(?, ?)")
        .params(lease.integration(), lease.epoch())
        .query((row, n) -> true)
        .single();
  }

  /** Statements that aren't part of this thread's transaction. */
  private JdbcClient elsewhere() {
    return JdbcClient.create(
        new DriverManagerDataSource(source.getUrl(), source.getUsername(), source.getPassword()));
  }
}
