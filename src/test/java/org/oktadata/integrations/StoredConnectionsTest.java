package org.oktadata.integrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.oktadata.collect.Dispatcher;
import org.oktadata.instances.Lease;
import org.oktadata.okta.Credential.ClientSecret;
import org.oktadata.okta.OktaConnection;
import org.oktadata.okta.OktaConnections;
import org.oktadata.web.StartedApplication;
import org.springframework.beans.factory.annotation.Autowired;

class StoredConnectionsTest extends StartedApplication {

  @Autowired private OktaConnections connections;
  @Autowired private Integrations integrations;
  @Autowired private IntegrationRemoval removal;
  @Autowired private Dispatcher dispatcher;
  @Autowired private DataSource source;

  @Test
  void aConnectionHoldsWhatRequestsNeed() {
    integrations.add(ConfiguredIntegrationsTest.acme("Acme", "hush"));
    OktaConnection acme = connections.connection("acme");
    assertThat(acme.issuer()).hasToString("https://acme.okta.com");
    assertThat(acme.credential()).isEqualTo(new ClientSecret("hush"));
    assertThat(acme.maxInFlight()).isEqualTo(30);
    assertThat(acme.toString()).doesNotContain("hush");
  }

  @Test
  void aChangeIsSeenAtOnceAndARemovalToo() {
    integrations.add(ConfiguredIntegrationsTest.acme("Acme", "hush"));
    connections.connection("acme");
    integrations.change(ConfiguredIntegrationsTest.acme("Acme", "other"));
    assertThat(connections.connection("acme").credential()).isEqualTo(new ClientSecret("other"));
    removal.remove("acme").join();
    assertThatThrownBy(() -> connections.connection("acme"))
        .hasMessage("There is no integration named acme.");
  }

  /** Or its link would lead the log back to the former org for ever. */
  @Test
  void aPageOfTheFormerOrgIsStoredBeforeTheIssuerChangesOrNotAtAll() throws Exception {
    integrations.add(ConfiguredIntegrationsTest.acme("Acme", "hush"));
    jdbc.sql("update store.lease set owner = 'b', epoch = 5 where integration = 'acme'").update();
    CompletableFuture<Integration> change;
    try (Connection page = source.getConnection()) {
      page.setAutoCommit(false);
      page.createStatement().execute("select store.fence('acme', 5)");
      change = CompletableFuture.supplyAsync(() -> integrations.change(elsewhere()));
      String waiting = "select count(*) from pg_locks where locktype = 'advisory' and not granted";
      Awaitility.await().until(() -> jdbc.sql(waiting).query(Long.class).single() == 1);
      page.createStatement()
          .execute(
              "insert into store.cursor (integration, data_type, next) values ('acme', 'events', 'https://acme.okta.com/api/v1/logs?after=1')");
      page.commit();
    }
    assertThat(change.get().issuer()).hasToString("https://other.okta.com");
    assertThat(jdbc.sql("select next from store.cursor").query(String.class).single()).isEmpty();
    assertThatThrownBy(() -> jdbc.sql("select store.fence('acme', 5)").query().listOfRows())
        .hasStackTraceContaining("Another instance works on acme now.");
  }

  @Test
  void asksTheDatabaseOnlyEveryFewSeconds() {
    integrations.add(ConfiguredIntegrationsTest.acme("Acme", "hush"));
    OktaConnection first = connections.connection("acme");
    jdbc.sql("update store.integration set client_id = 'changed elsewhere' where name = 'acme'")
        .update();
    assertThat(connections.connection("acme")).isSameAs(first);
  }

  /** Its lease may be free because the issuer was changed elsewhere. */
  @Test
  void whoTakesAnIntegrationLooksAtItAgain() {
    integrations.add(ConfiguredIntegrationsTest.acme("Acme", "hush"));
    OktaConnection first = connections.connection("acme");
    dispatcher.taken(new Lease("acme", 5, 0), false);
    assertThat(connections.connection("acme")).isNotSameAs(first);
  }

  private static IntegrationSettings elsewhere() {
    IntegrationSettings acme = ConfiguredIntegrationsTest.acme("Acme", "hush");
    return new IntegrationSettings(
        acme.name(),
        acme.displayName(),
        "https://other.okta.com",
        acme.clientId(),
        acme.clientSecret(),
        null,
        null,
        acme.dpop(),
        acme.dataTypes(),
        acme.rateLimitShare(),
        acme.logHistory(),
        null,
        acme.maxInFlight());
  }
}
