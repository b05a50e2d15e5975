package org.oktadata.collect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When what failed is tried again, and what goes first. */
class DueAgainTest extends ScheduledOrg {

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
    readFor("30 hours", "30 hours", "SUCCESS", "users", "seldom", "daily");
    started("24h", "1h", "0s", "24h");
    org.database
        .sql("update store.run_data_type set status = 'SUCCESS' where status = 'PENDING'")
        .update();
    assertThat(started("24h", "1h", "0s", "24h"))
        .as("the log tells what isn't drift, and was read by the delta")
        .containsExactly("verify daily", "verify events", "verify seldom", "verify users");
    org.database
        .sql("update store.run_data_type set status = 'SUCCESS' where status = 'PENDING'")
        .update();
    assertThat(started("24h", "1h", "0s", "24h")).containsExactly("full daily", "full users");
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
}
