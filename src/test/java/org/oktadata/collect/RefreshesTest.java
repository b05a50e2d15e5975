package org.oktadata.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.events.Events;

/** What events touched, until it is read again. */
class RefreshesTest {

  @TempDir Path folder;

  private PlannedOrg org;

  @BeforeEach
  void anIntegrationThatLeavesOneDataTypeOut() throws IOException {
    org =
        new PlannedOrg(
            folder,
            """
            users: {path: "/api/v1/users", bucket: b, scope: okta.users.read, role: r, events: ["user.lifecycle.*"], target: User, single: "/api/v1/users/{id}"}
            costly: {path: "/api/v1/z", bucket: b, scope: okta.z.read, role: r, optional: true, events: ["user.lifecycle.*"]}
            admin_roles: {path: "/api/v1/users/{id}/roles", parent: users, bucket: b, scope: okta.roles.read, role: r, events: ["user.account.privilege.*"], target: User}
            user_role_targets: {path: "/api/v1/users/{parent_id}/roles/{id}/targets/catalog/apps", parent: admin_roles, where: "role_type = 'APP_ADMIN'", bucket: b, scope: okta.roles.read, role: r, events: ["user.account.privilege.*"], target: User}
            """);
  }

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
  void anIdThatCanBeNoneOfOktasIsLeftOutAndTheOthersAreNot() {
    read("2 hours", "SUCCESS");
    int number = 0;
    for (String id :
        List.of(
            Events.random(3_000),
            "0oa1/credentials/secrets",
            "u1?limit=1",
            "..",
            ".",
            "u 1",
            "ü",
            "")) {
      happened("odd" + number++, "1 hour", id);
    }
    happened("usual", "1 hour", "00u-1_a.b~c");
    gather();
    assertThat(touched()).containsExactly("users 00u-1_a.b~c");
    happened("later", "1 hour", "u2");
    gather();
    assertThat(touched()).containsExactly("users 00u-1_a.b~c", "users u2");
  }

  /** Okta takes a login and "me" for an id as well, and has the same rows below them. */
  @Test
  void whatHangsOnAnObjectThatNobodyKnowsIsReadIfItsIdIsOneAsOktaMakesThem() {
    org.database
        .sql(
            "insert into store.resource (integration, data_type, parent_id, id, doc) values ('acme', 'users', '', 'known', '{}')")
        .update();
    for (String id : List.of("me", "known", "ada.lovelace", "00u1abcdefghijklmnop")) {
      touched("admin_roles", id, "2 seconds");
    }
    plan("admin_roles");
    assertThat(requests())
        .containsExactly(
            "00u1abcdefghijklmnop /api/v1/users/00u1abcdefghijklmnop/roles",
            "known /api/v1/users/known/roles");
  }

  @Test
  void anIdIsEncodedWhereItBecomesPartOfAnAddress() {
    touched("users", "a/b?c d", "2 seconds");
    plan("users");
    assertThat(requests()).containsExactly(" /api/v1/users/a%2Fb%3Fc%20d");
  }

  private void plan(String dataType) {
    long run = run("refresh", "1 second", dataType, "RUNNING");
    org.database.sql("update store.refresh set run_id = ?").param(run).update();
    new Planner(org.database)
        .plan(
            new Pull(run, "acme", dataType, RunMode.REFRESH, 0),
            org.catalogue.get(dataType),
            Instant.now());
  }

  private List<String> requests() {
    return org.database
        .sql("select parent_id || ' ' || path from store.request order by 1")
        .query(String.class)
        .list();
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

  private void startDue() {
    org.under("0s", "0s", "0s", beans -> beans.getBean(Refreshes.class).startDue());
  }

  private void gather() {
    org.under("0s", "0s", "0s", beans -> beans.getBean(Refreshes.class).gather());
  }

  private List<String> touched() {
    return org.database
        .sql("select data_type || ' ' || object_id from store.refresh order by 1")
        .query(String.class)
        .list();
  }

  private void touched(String dataType, String id, String ago) {
    org.database
        .sql(
            """
            insert into store.refresh (integration, data_type, object_id, first_at, last_at)
            values ('acme', :type, :id, now() - cast(:ago as interval), now() - cast(:ago as interval))""")
        .param("type", dataType)
        .param("id", id)
        .param("ago", ago)
        .update();
  }

  private void happened(String uuid, String ago) {
    happened(uuid, ago, "u1");
  }

  private void happened(String uuid, String ago, String target) {
    org.database
        .sql(
            """
            insert into store.event (integration, published, uuid, event_type, doc, received_via)
            values ('acme', now() - cast(? as interval), ?, 'user.lifecycle.deactivate',
                    jsonb_build_object('target', jsonb_build_array(jsonb_build_object('id', ?::text, 'type', 'User'))), 'poll')""")
        .params(ago, uuid, target)
        .update();
  }

  private void read(String ago, String status) {
    run("full", ago, "users", status);
  }

  private long run(String mode, String ago, String dataType, String status) {
    return org.database
        .sql(
            """
            with run as (
              insert into store.run (integration, mode, trigger, status, started_at, finished_at)
              values ('acme', :mode, 'test', 'SUCCESS', now() - cast(:ago as interval), now()) returning id
            )
            insert into store.run_data_type (run_id, data_type, integration, status, started_at, finished_at)
            select id, :type, 'acme', :status, now() - cast(:ago as interval), now() from run
            returning run_id""")
        .param("mode", mode)
        .param("ago", ago)
        .param("type", dataType)
        .param("status", status)
        .query(Long.class)
        .single();
  }
}
