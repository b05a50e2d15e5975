package org.oktadata.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.oktadata.integrations.ScheduleSettings;
import org.oktadata.integrations.UnknownIntegrationException;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What is due when, by the times that the database holds. */
@ExtendWith(OutputCaptureExtension.class)
class ScheduleTest extends ScheduledOrg {

  @Test
  void theLogIsPolledLessOftenWhileAStreamBringsIt() {
    polled("2 minutes");
    streamed();
    assertThat(started("0s", "0s", "1m")).isEmpty();
    org.database.sql("update store.stream set last_at = now() - interval '6 minutes'").update();
    assertThat(started("0s", "0s", "1m")).containsExactly("log events");
  }

  @Test
  void theLogIsPolledNowAndThenThoughAStreamBringsIt() {
    polled("16 minutes");
    streamed();
    assertThat(started("0s", "0s", "0s")).isEmpty();
    assertThat(started("0s", "0s", "1m")).containsExactly("log events");
  }

  @Test
  void theLogIsPolledAsUsualThoughAStreamBringsItUntilItWasReadToItsEnd() {
    polled("2 minutes");
    streamed();
    read("3 minutes", "FAILURE", "events");
    assertThat(started("0s", "0s", "1m")).containsExactly("log events");
    org.database.sql("delete from store.run where mode = 'log'").update();
    read("2 minutes", "SUCCESS", "events");
    assertThat(started("0s", "0s", "1m")).isEmpty();
  }

  @Test
  void aLogThatHasNoPositionYetIsReadWithEverythingElse() {
    assertThat(started("24h", "0s", "1m"))
        .containsExactly("full daily", "full events", "full seldom", "full users");
  }

  @Test
  void aLogThatIsNoLongerCollectedIsPolledNoMore() {
    polled("16 minutes");
    org.collects = List.of("users");
    assertThat(started("0s", "0s", "1m")).isEmpty();
    assertThat(org.database.sql("select count(*) from store.run").query(Long.class).single())
        .isZero();
  }

  @Test
  void aDataTypeWithAnIntervalOfItsOwnKeepsIt() {
    polled("1 minute");
    read("13 hours", "SUCCESS", "users", "seldom", "daily");
    assertThat(started("12h", "0s", "0s")).containsExactly("full users");
    org.database.sql("delete from store.run").update();
    read("25 hours", "SUCCESS", "users", "seldom", "daily");
    assertThat(started("240h", "0s", "0s")).containsExactly("full daily");
  }

  @Test
  void ofAnotherOrgEverythingIsDueAtOnceAndWhatReadTheFormerOneEnds() {
    polled("1 minute");
    read("30 minutes", "SUCCESS", "users", "daily", "seldom");
    org.database
        .sql(
            """
            with run as (insert into store.run (integration, mode, trigger) values ('acme', 'delta', 'test') returning id)
            insert into store.run_data_type (run_id, data_type, integration, status) select id, 'events', 'acme', 'RUNNING' from run""")
        .update();
    assertThat(started("24h", "1m", "0s")).containsExactly("delta events");
    leadElsewhere();
    assertThat(started("24h", "1m", "0s"))
        .containsExactly("full daily", "full seldom", "full users");
    assertThat(
            org.database
                .sql("select reason from store.run where mode = 'delta'")
                .query(String.class)
                .list())
        .containsExactly("events: The issuer was changed while the run was under way.");
    assertThat(org.database.sql("select next from store.cursor").query(String.class).single())
        .isEmpty();
  }

  @Test
  void anotherOrgIsVerifiedOnceItWasCollected() {
    read("30 hours", "SUCCESS", "users");
    leadElsewhere();
    assertThat(verifications()).isZero();
    org.database.sql("update store.integration set issuer_changed_at = null").update();
    assertThat(verifications()).isOne();
  }

  @Test
  void anIssuerThatIsSetRightBeforeAnythingWasCollectedWaitsAsItDid() {
    org.database.sql("update store.integration set first_seen = now()").update();
    leadElsewhere();
    assertThat(started("24h", "1h", "1m")).isEmpty();
  }

  @Test
  void whatIsRemovedWhileItIsLookedAtIsNoError(CapturedOutput log) {
    org.settings =
        name -> {
          throw new UnknownIntegrationException(name);
        };
    started("24h", "0s", "0s");
    assertThat(log.getOut()).contains("What is due of acme: There is no integration named acme");
    String before = log.getOut();
    org.settings =
        name -> {
          org.database.sql("delete from store.integration").update();
          throw new UnknownIntegrationException(name);
        };
    assertThat(started("24h", "0s", "0s")).isEmpty();
    assertThat(log.getOut().substring(before.length())).doesNotContain("ERROR");
  }

  private void leadElsewhere() {
    org.database.sql("update store.integration set issuer = 'https://other.okta.com'").update();
  }

  private long verifications() {
    Duration never = Duration.ZERO;
    org.under(
        new ScheduleSettings(never, Duration.ofMinutes(1), never, Duration.ofHours(24)),
        beans -> beans.getBean(Verifications.class).startWhatIsDue());
    return org.database
        .sql("select count(*) from store.run where mode = 'verify'")
        .query(Long.class)
        .single();
  }

  private void streamed() {
    org.database
        .sql(
            "insert into store.stream (integration, received_via, last_published) values ('acme', 'sqs', now())")
        .update();
  }
}
