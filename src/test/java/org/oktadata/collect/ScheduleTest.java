package org.oktadata.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is due when, by the times that the database holds. */
class ScheduleTest {

  @TempDir Path folder;

  private PlannedOrg org;

  @BeforeEach
  void anIntegrationOfFiveDataTypes() throws IOException {
    org =
        new PlannedOrg(
            folder,
            """
            users: {path: "/api/v1/users", bucket: b, scope: okta.users.read, role: r}
            seldom: {path: "/api/v1/x", bucket: b, scope: okta.x.read, role: r, every: 72h}
            daily: {path: "/api/v1/y", bucket: b, scope: okta.y.read, role: r, every: 24h}
            costly: {path: "/api/v1/z", bucket: b, scope: okta.z.read, role: r, optional: true}
            events: {path: "/api/v1/logs", store: store-events, key: uuid, bucket: b, scope: okta.logs.read, role: r}
            """);
  }

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
  void whatFailedIsTriedAgainWithTheNextDeltaHoweverSeldomItIsRead() {
    polled("1 minute");
    read("50 minutes", "SUCCESS", "users", "daily");
    read("50 minutes", "FAILURE", "seldom");
    assertThat(started("24h", "2h", "0s")).isEmpty();
    assertThat(started("24h", "40m", "0s")).containsExactly("delta events");
    org.database
        .sql("update store.run_data_type set status = 'SUCCESS' where status = 'PENDING'")
        .update();
    assertThat(started("24h", "40m", "0s")).containsExactly("full seldom");
  }

  @Test
  void whatTookLongAndFailedIsTriedAgainForAQuarterOfTheTimeAtTheMost() {
    polled("1 minute");
    read("30 minutes", "SUCCESS", "users", "daily");
    readFor("5 hours", "19 hours", "PARTIAL_SUCCESS", "seldom");
    assertThat(started("24h", "1h", "0s")).isEmpty();
    org.database.sql("delete from store.run").update();
    read("30 minutes", "SUCCESS", "users", "daily");
    readFor("5 hours", "21 hours", "PARTIAL_SUCCESS", "seldom");
    assertThat(started("24h", "1h", "0s")).containsExactly("full seldom");
  }

  @Test
  void whatLacksListsThatDeltasReadAgainIsNotReadWholeForThem() {
    polled("1 minute");
    read("50 minutes", "SUCCESS", "users", "daily");
    read("50 minutes", "PARTIAL_SUCCESS", "seldom");
    org.database
        .sql("update store.run_data_type set noted = true where data_type = 'seldom'")
        .update();
    assertThat(started("24h", "40m", "0s")).containsExactly("delta events");
    org.database
        .sql("update store.run_data_type set status = 'SUCCESS' where status = 'PENDING'")
        .update();
    assertThat(started("24h", "40m", "0s")).isEmpty();
    org.database
        .sql(
            "insert into store.unread_list (integration, data_type, request) values ('acme', 'seldom', 'x1')")
        .update();
    org.database.sql("update store.run set started_at = started_at - interval '1 hour'").update();
    assertThat(started("24h", "40m", "0s"))
        .as("though seldom has no delta otherwise")
        .containsExactly("delta events", "delta seldom");
  }

  @Test
  void aDeltaFollowsAFullRunThatTookAsLongAsItsInterval() {
    polled("1 minute");
    readFor("30 hours", "30 hours", "SUCCESS", "users", "seldom", "daily");
    assertThat(started("24h", "1h", "0s")).containsExactly("delta events");
    org.database
        .sql("update store.run_data_type set status = 'SUCCESS' where status = 'PENDING'")
        .update();
    assertThat(started("24h", "1h", "0s")).containsExactly("full daily", "full users");
  }

  @Test
  void aVerificationFollowsADeltaThoughAFullRunIsDue() {
    polled("1 minute");
    org.verify = Duration.ofHours(24);
    readFor("30 hours", "30 hours", "SUCCESS", "users", "seldom", "daily");
    started("24h", "1h", "0s");
    org.database
        .sql("update store.run_data_type set status = 'SUCCESS' where status = 'PENDING'")
        .update();
    assertThat(started("24h", "1h", "0s"))
        .as("the log tells what isn't drift, and was read by the delta")
        .containsExactly("verify daily", "verify events", "verify seldom", "verify users");
    org.database
        .sql("update store.run_data_type set status = 'SUCCESS' where status = 'PENDING'")
        .update();
    assertThat(started("24h", "1h", "0s")).containsExactly("full daily", "full users");
  }

  @Test
  void aLogThatCannotBeReadForLongIsPolledMoreSeldomUntilSomebodySeesToIt() {
    polled("2 hours");
    failed("log", "5 minutes");
    org.database
        .sql("update store.integration set changed_at = now() - interval '30 days'")
        .update();
    assertThat(started("0s", "0s", "1m")).isEmpty();
    assertThat(started("0s", "0s", "0s")).isEmpty();
    org.database.sql("update store.integration set changed_at = now()").update();
    assertThat(started("0s", "0s", "1m")).containsExactly("log events");
    org.database.sql("delete from store.run where status = 'RUNNING'").update();
    org.database
        .sql("update store.integration set changed_at = now() - interval '30 days'")
        .update();
    org.database.sql("update store.run set started_at = now() - interval '11 minutes'").update();
    assertThat(started("0s", "0s", "1m")).containsExactly("log events");
  }

  @Test
  void ofPollsThatFailTheLastIsKeptAndOfRefreshesThoseOfTheLastHours() {
    failed("log", "2 minutes");
    failed("refresh", "3 hours");
    failed("refresh", "1 hour");
    long poll = failed("log", "1 minute");
    long refresh = failed("refresh", "1 minute");
    org.database
        .sql("update store.run set status = 'RUNNING', finished_at = null where id in (?, ?)")
        .params(poll, refresh)
        .update();
    started("0s", "0s", "0s");
    assertThat(
            org.database
                .sql(
                    "select mode || extract(hour from now() - started_at) from store.run order by 1")
                .query(String.class)
                .list())
        .containsExactly("log0", "refresh0", "refresh1");
  }

  @Test
  void whatWasSkippedForWantOfAScopeIsReadOnceItIsGranted() {
    polled("1 minute");
    read("90 minutes", "SUCCESS", "users");
    read("90 minutes", "SKIPPED", "seldom", "daily");
    org.database
        .sql(
            "update store.run_data_type set none_here = true, planned = 0 where data_type = 'daily'")
        .update();
    assertThat(started("24h", "24h", "0s")).isEmpty();
    org.database
        .sql("update store.integration set granted_scopes = '{okta.x.read,okta.y.read}'")
        .update();
    assertThat(started("24h", "24h", "0s")).as("with the next delta").isEmpty();
    assertThat(started("24h", "1h", "0s")).containsExactly("delta events");
    org.database
        .sql("update store.run_data_type set status = 'SUCCESS' where status = 'PENDING'")
        .update();
    assertThat(started("24h", "1h", "0s")).containsExactly("full seldom");
  }

  @Test
  void whatFailedWaitsForItsIntervalWhereThereIsNoDelta() {
    polled("1 minute");
    read("1 minute", "SUCCESS", "users", "daily");
    read("1 minute", "FAILURE", "seldom");
    assertThat(started("24h", "0s", "0s")).isEmpty();
  }

  private List<String> started(String full, String delta, String log) {
    org.under(full, delta, log, beans -> beans.getBean(Schedule.class).startWhatIsDue());
    return org.running();
  }

  private long failed(String mode, String ago) {
    return org.database
        .sql(
            """
            with run as (
              insert into store.run (integration, mode, trigger, status, started_at, finished_at)
              values ('acme', :mode, 'test', 'FAILURE', now() - cast(:ago as interval), now() - cast(:ago as interval)) returning id
            )
            insert into store.run_data_type (run_id, data_type, integration, status)
            select id, 'events', 'acme', 'FAILURE' from run returning run_id""")
        .param("mode", mode)
        .param("ago", ago)
        .query(Long.class)
        .single();
  }

  private void polled(String ago) {
    org.database
        .sql(
            "insert into store.cursor (integration, data_type, next, changed_at) values ('acme', 'events', 'https://next', now() - cast(? as interval))")
        .param(ago)
        .update();
  }

  private void streamed() {
    org.database
        .sql(
            "insert into store.stream (integration, received_via, last_published) values ('acme', 'sqs', now())")
        .update();
  }

  private void read(String ago, String status, String... dataTypes) {
    readFor("1 second", ago, status, dataTypes);
  }

  private void readFor(String took, String ago, String status, String... dataTypes) {
    org.database
        .sql(
            """
            with run as (
              insert into store.run (integration, mode, trigger, status, started_at, finished_at)
              values ('acme', 'full', 'test', 'SUCCESS', now() - cast(:ago as interval), now()) returning id
            )
            insert into store.run_data_type (run_id, data_type, integration, status, started_at, finished_at)
            select id, unnest(:types), 'acme', :status, now() - cast(:ago as interval),
                   now() - cast(:ago as interval) + cast(:took as interval) from run""")
        .param("took", took)
        .param("ago", ago)
        .param("types", dataTypes)
        .param("status", status)
        .update();
  }
}
