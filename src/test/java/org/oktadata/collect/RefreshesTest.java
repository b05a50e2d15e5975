package org.oktadata.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What events touched, until it is read again. */
class RefreshesTest extends TouchedObjects {

  @Test
  void whatIsntCollectedIsForgottenAndNothingElse() {
    touched("costly", "", "2 seconds");
    touched("users", "u1", "0 seconds");
    startDue();
    assertThat(touched()).containsExactly("users u1");
    assertThat(org.running()).isEmpty();
    touched("costly", "", "2 seconds");
    org.database.sql("update store.refresh set last_at = now() - interval '2 seconds'").update();
    startDue();
    assertThat(touched()).containsExactly("users u1");
    assertThat(org.running()).containsExactly("refresh users");
  }

  @Test
  void whatCannotBeReadWaitsAloneAndLongerEachTime() {
    touched("users", "u1", "1 hour");
    touched("users", "u2", "2 seconds");
    long first = pull("users");
    org.database
        .sql(
            "insert into store.request (run_id, data_type, request, position, path, state) values (?, 'users', 'u1', 0, '/', 'failed'), (?, 'users', 'u2', 1, '/', 'answered')")
        .params(first, first)
        .update();
    done(first, "FAILURE");
    assertThat(touched()).containsExactly("users u1");
    startDue();
    assertThat(org.running()).isEmpty();
    touched("users", "u3", "2 seconds");
    startDue();
    assertThat(org.running()).containsExactly("refresh users");
    org.database.sql("delete from store.run").update();
    long second = pull("users");
    assertThat(taken(second)).as("a quarter of an hour has to pass").containsExactly("u3");
    done(second, "SUCCESS");
    org.database.sql("update store.refresh set failed_at = now() - interval '16 minutes'").update();
    startDue();
    assertThat(org.running()).containsExactly("refresh users");
    org.database.sql("delete from store.run").update();
    assertThat(taken(pull("users"))).containsExactly("u1");
  }

  @Test
  void whereOneObjectAfterTheOtherIsRefusedNewOnesWaitUntilOneWasRead() {
    for (int i = 0; i < 10; i++) {
      touched("users", "refused" + i, "1 minute");
    }
    org.database.sql("update store.refresh set failed_at = now()").update();
    touched("users", "new", "2 seconds");
    startDue();
    assertThat(org.running()).isEmpty();
    org.database
        .sql(
            "insert into store.read_again (integration, data_type, at) values ('acme', 'users', now())")
        .update();
    startDue();
    assertThat(org.running()).containsExactly("refresh users");
  }

  private long pull(String dataType) {
    long run = run("refresh", "1 second", dataType, "RUNNING");
    org.under(
        "0s",
        "0s",
        "0s",
        beans ->
            beans
                .getBean(Refreshes.class)
                .take(new Pull(run, "acme", dataType, RunMode.REFRESH, 0)));
    return run;
  }

  private void done(long run, String status) {
    org.database
        .sql("update store.run_data_type set status = ?, planned = 2 where run_id = ?")
        .params(status, run)
        .update();
    org.under(
        "0s",
        "0s",
        "0s",
        beans ->
            beans
                .getBean(Refreshes.class)
                .done(new Pull(run, "acme", "users", RunMode.REFRESH, 0)));
  }

  private List<String> taken(long run) {
    return org.database
        .sql("select object_id from store.refresh where run_id = ?")
        .param(run)
        .query(String.class)
        .list();
  }

  @Test
  void whatHappenedBeforeAReadingThatFailedIsReadAgain() {
    read("2 hours", "SUCCESS");
    happened("e1", "1 hour");
    read("30 minutes", "FAILURE");
    gather();
    assertThat(touched()).containsExactly("users u1");
  }

  @Test
  void whatHappenedBeforeAReadingThatSucceededIsKnown() {
    read("2 hours", "SUCCESS");
    happened("e1", "1 hour");
    read("30 minutes", "SUCCESS");
    gather();
    assertThat(touched()).isEmpty();
  }

  @Test
  void whatHappenedInAnotherOrgIsReadWithItsFirstCollection() {
    read("2 hours", "SUCCESS");
    org.database.sql("update store.integration set issuer = 'https://other.okta.com'").update();
    happened("e1", "1 hour");
    gather();
    assertThat(touched()).isEmpty();
  }

  @Test
  void whatBelongsToARoleIsReadAgainWithTheUserWhoHasIt() {
    for (String role :
        List.of("u1 ra1 APP_ADMIN", "u1 ra2 SUPER_ADMIN", "u1 ra3 APP_ADMIN", "u2 ra4 APP_ADMIN")) {
      String[] part = role.split(" ");
      org.database
          .sql(
              """
              insert into store.resource (integration, data_type, parent_id, id, doc)
              values ('acme', 'admin_roles', ?, ?, jsonb_build_object('type', ?::text))""")
          .params(List.of(part))
          .update();
    }
    touched("user_role_targets", "u1", "2 seconds");
    touched("user_role_targets", "u3", "2 seconds");
    plan("user_role_targets");
    assertThat(requests())
        .containsExactly(
            "u1/ra1 /api/v1/users/u1/roles/ra1/targets/catalog/apps",
            "u1/ra3 /api/v1/users/u1/roles/ra3/targets/catalog/apps");
  }

  @Test
  void whatWasReadIsNotReadAgainWhoeverEndsTheRun() {
    touched("users", "u1", "2 seconds");
    long run = run("refresh", "1 second", "users", "RUNNING");
    org.database.sql("update store.refresh set run_id = ?").param(run).update();
    org.under(
        "0s",
        "0s",
        "0s",
        beans -> {
          Pull pull = new Pull(run, "acme", "users", RunMode.REFRESH, 0);
          beans.getBean(PullOutcome.class).finish(pull, org.catalogue.get("users"));
        });
    org.database.sql("delete from store.run").update();
    assertThat(touched()).isEmpty();
  }
}
