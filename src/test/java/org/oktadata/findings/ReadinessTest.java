package org.oktadata.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class ReadinessTest {

  private final JdbcClient database = JdbcClient.create(FindingsDatabase.open());
  private final String org = "ready-" + UUID.randomUUID();
  private int hours;

  @BeforeEach
  void anIntegration() {
    database
        .sql(
            "insert into store.integration (name, display_name, issuer, client_id, credentials, managed_by) values (?, 'x', 'https://x.okta.com', 'x', '', 'api')")
        .param(org)
        .update();
  }

  @Test
  void aDeltaThatFoundNothingToReadMakesARefusedListNoLessIncomplete() {
    pull("full", "FAILURE", 1);
    pull("delta", "SUCCESS", 0);
    assertThat(complete()).isEqualTo("FAILURE, false");
    pull("delta", "SUCCESS", 3);
    assertThat(complete()).as("a part was read").isEqualTo("FAILURE, false");
    pull("full", "SUCCESS", 1);
    assertThat(complete()).isEqualTo("SUCCESS, true");
  }

  @Test
  void aDeltaThatFailedIsMadeGoodByTheNextThatRead() {
    pull("full", "SUCCESS", 1);
    pull("delta", "SUCCESS", 0);
    assertThat(complete()).isEqualTo("SUCCESS, true");
    pull("delta", "PARTIAL_SUCCESS", 2);
    pull("delta", "SUCCESS", 0);
    assertThat(complete()).isEqualTo("PARTIAL_SUCCESS, true");
    pull("delta", "SUCCESS", 2);
    assertThat(complete()).isEqualTo("SUCCESS, true");
  }

  private String complete() {
    Map<String, Object> state =
        database
            .sql(
                "select status, complete_at is not null as once from store.data_type_state where integration = ?")
            .param(org)
            .query()
            .singleRow();
    return state.get("status") + ", " + state.get("once");
  }

  private void pull(String mode, String status, int planned) {
    hours++;
    database
        .sql(
            """
            with run as (
              insert into store.run (integration, mode, trigger, status) values (:org, :mode, 'test', 'SUCCESS') returning id
            )
            insert into store.run_data_type (run_id, data_type, integration, status, planned, finished_at)
            select id, 'log_streams', :org, :status, :planned, now() + make_interval(hours => :hours) from run""")
        .params(
            Map.of("org", org, "mode", mode, "status", status, "planned", planned, "hours", hours))
        .update();
  }
}
