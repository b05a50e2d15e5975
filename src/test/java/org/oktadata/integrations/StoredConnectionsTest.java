package org.oktadata.integrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.oktadata.okta.Credential.ClientSecret;
import org.oktadata.okta.OktaConnection;
import org.oktadata.okta.OktaConnections;
import org.oktadata.web.StartedApplication;
import org.springframework.beans.factory.annotation.Autowired;

class StoredConnectionsTest extends StartedApplication {

  @Autowired private OktaConnections connections;
  @Autowired private Integrations integrations;
  @Autowired private IntegrationRemoval removal;

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

  @Test
  void asksTheDatabaseOnlyEveryFewSeconds() {
    integrations.add(ConfiguredIntegrationsTest.acme("Acme", "hush"));
    OktaConnection first = connections.connection("acme");
    jdbc.sql("update store.integration set client_id = 'changed elsewhere' where name = 'acme'")
        .update();
    assertThat(connections.connection("acme")).isSameAs(first);
  }
}
