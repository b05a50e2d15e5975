package org.oktadata.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.oktadata.catalogue.CollectedTypes;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

@ExtendWith(OutputCaptureExtension.class)
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
    assertThat(complete()).isEqualTo("FAILURE, never");
    pull("delta", "SUCCESS", 3);
    assertThat(complete()).as("a part was read").isEqualTo("FAILURE, never");
    pull("full", "SUCCESS", 1);
    assertThat(complete()).isEqualTo("SUCCESS, 4");
  }

  @Test
  void aDeltaThatFailedIsMadeGoodByTheNext() {
    pull("full", "SUCCESS", 1);
    pull("delta", "SUCCESS", 0);
    assertThat(complete()).isEqualTo("SUCCESS, 2");
    pull("delta", "PARTIAL_SUCCESS", 2);
    assertThat(complete()).isEqualTo("PARTIAL_SUCCESS, 2");
    pull("delta", "SUCCESS", 2);
    assertThat(complete()).isEqualTo("SUCCESS, 4");
    pull("delta", "FAILURE", 0);
    assertThat(complete()).as("such as without a token").isEqualTo("FAILURE, 4");
    pull("delta", "SUCCESS", 0);
    assertThat(complete()).as("nothing was left to be read").isEqualTo("SUCCESS, 6");
  }

  @Test
  void whatFailsGrowsOldFromWhenItWasLastComplete() {
    pull("full", "SUCCESS", 1);
    pull("delta", "SUCCESS", 0);
    pull("delta", "FAILURE", 1);
    pull("full", "FAILURE", 1);
    pull("delta", "SUCCESS", 0);
    assertThat(complete()).isEqualTo("FAILURE, 2");
    pull("full", "PARTIAL_SUCCESS", 1);
    pull("delta", "SUCCESS", 2);
    assertThat(complete()).isEqualTo("PARTIAL_SUCCESS, 2");
    pull("full", "SUCCESS", 1);
    pull("log", "FAILURE", 1);
    assertThat(complete()).isEqualTo("FAILURE, 8");
    pull("delta", "SUCCESS", 1);
    assertThat(complete()).isEqualTo("FAILURE, 10");
    database
        .sql(
            "insert into store.cursor (integration, data_type, next, changed_at) select ?, 'log_streams', '/', max(finished_at) from store.run_data_type where integration = ?")
        .params(org, org)
        .update();
    assertThat(complete()).as("read on where a poll failed").isEqualTo("SUCCESS, 10");
  }

  @Test
  void aReadingThatLacksNotedListsIsMadeCompleteByADelta() {
    pull("full", "SUCCESS", 1);
    pull("full", "PARTIAL_SUCCESS noted", 9);
    assertThat(complete()).isEqualTo("PARTIAL_SUCCESS, 1");
    pull("delta", "PARTIAL_SUCCESS noted", 1);
    assertThat(complete()).isEqualTo("PARTIAL_SUCCESS, 1");
    pull("delta", "SUCCESS", 1);
    assertThat(complete()).isEqualTo("SUCCESS, 4");
    pull("full", "PARTIAL_SUCCESS noted", 9);
    assertThat(complete()).isEqualTo("PARTIAL_SUCCESS, 4");
  }

  @Test
  void whatNeverWasCompleteIsSoOnceADeltaHasReadTheListsThatItLacked() {
    pull("full", "PARTIAL_SUCCESS noted", 9);
    assertThat(complete()).isEqualTo("PARTIAL_SUCCESS, never");
    pull("delta", "SUCCESS", 1);
    assertThat(complete()).isEqualTo("SUCCESS, 2");
  }

  @Test
  void whatWasCompleteOnceIsNotJudgedOnWhenNobodyCollectsItAnyMore() {
    pull("full", "SUCCESS", 1);
    assertThat(obstacle("log_streams", List.of())).isEmpty();
    assertThat(obstacle("log_streams", List.of("log_streams")))
        .contains("log_streams isn't collected: the integration's data-types leave it out");
    assertThat(obstacle("events", List.of("events")))
        .as("a stream may bring them")
        .contains("events was never collected");
  }

  @Test
  void aNeedThatIsNoDataTypeIsCalledSoAndToldOnceInTheLog(CapturedOutput log) {
    CollectedTypes none =
        new CollectedTypes() {
          @Override
          public List<String> leftOut(String integration, Collection<String> dataTypes) {
            return List.copyOf(dataTypes);
          }

          @Override
          public Optional<String> lack(String dataType) {
            return Optional.of("There is no data type '" + dataType + "'.");
          }
        };
    assertThat(obstacle("user", none)).contains("There is no data type 'user'.");
    UnknownNeeds unknown = new UnknownNeeds(none);
    unknown.tell(List.of(check("user")));
    unknown.tell(List.of(check("user")));
    assertThat(log.getOut().lines().filter(line -> line.contains("UnknownNeeds")))
        .singleElement()
        .asString()
        .endsWith(
            "checks/log-stream.yaml: needs: There is no data type 'user'. It isn't evaluated until that is mended");
  }

  @Test
  void nothingIsCompleteOfAnotherOrgBeforeItIsCollected() {
    pull("full", "SUCCESS", 1);
    database
        .sql("update store.integration set issuer = 'https://other.okta.com' where name = ?")
        .param(org)
        .update();
    assertThat(obstacle("log_streams", List.of()))
        .contains("log_streams was not collected since the issuer was changed");
    pull("full", "FAILURE", 1);
    assertThat(complete()).as("it grows old all the same").isEqualTo("FAILURE, 1");
    pull("full", "SUCCESS", 1);
    assertThat(obstacle("log_streams", List.of())).isEmpty();
  }

  /** Or all its people would be inactive a month after it left the configuration. */
  @Test
  void anIntegrationThatNobodyCollectsIsNotJudgedOn() {
    pull("full", "SUCCESS", 1);
    database
        .sql(
            "update store.integration set state = 'failed', state_reason = 'It left the configuration.' where name = ?")
        .param(org)
        .update();
    assertThat(obstacle("log_streams", List.of()))
        .contains("The integration isn't collected. It left the configuration.");
    assertThat(obstacle("events", List.of()))
        .as("streams may go on bringing them")
        .contains("events was never collected");
    assertThat(obstacle("", List.of())).as("the application's own state").isEmpty();
  }

  private Optional<String> obstacle(String needed, List<String> leftOut) {
    return obstacle(needed, (integration, types) -> leftOut);
  }

  private Optional<String> obstacle(String needed, CollectedTypes collected) {
    return new Readiness(database, collected).obstacle(org, check(needed));
  }

  private static Check check(String needed) {
    return Check.read(
        "checks/log-stream.yaml",
        """
        id: log-stream
        title: There is a log stream
        severity: low
        description: There is one.
        remediation: None.
        needs: [%s]
        subject: log_stream
        sql: select id as subject_id from okta.log_streams where integration = :integration
        """
            .formatted(needed));
  }

  /** The status, and in which hour it was last complete. */
  private String complete() {
    Map<String, Object> state =
        database
            .sql(
                """
                select status, coalesce((select extract(hour from complete_at - i.changed_at)::text from store.integration i where i.name = integration), 'never') as hour
                from store.data_type_state where integration = ?""")
            .param(org)
            .query()
            .singleRow();
    return state.get("status") + ", " + state.get("hour");
  }

  private void pull(String mode, String status, int planned) {
    hours++;
    database
        .sql(
            """
            with run as (
              insert into store.run (integration, mode, trigger, status) values (:org, :mode, 'test', 'SUCCESS') returning id
            )
            insert into store.run_data_type (run_id, data_type, integration, status, noted, planned, finished_at)
            select id, 'log_streams', :org, split_part(:status, ' ', 1), :status like '% noted', :planned, i.changed_at + make_interval(hours => :hours) from run, store.integration i where i.name = :org""")
        .params(
            Map.of("org", org, "mode", mode, "status", status, "planned", planned, "hours", hours))
        .update();
  }
}
