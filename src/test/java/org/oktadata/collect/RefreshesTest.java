package org.oktadata.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    long run = run("refresh", "1 second", "user_role_targets", "RUNNING");
    org.database.sql("update store.refresh set run_id = ?").param(run).update();
    new Planner(org.database)
        .plan(
            new Pull(run, "acme", "user_role_targets", RunMode.REFRESH, 0),
            org.catalogue.get("user_role_targets"),
            Instant.now());
    assertThat(
            org.database
                .sql("select parent_id || ' ' || path from store.request order by 1")
                .query(String.class)
                .list())
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
    org.database
        .sql(
            """
            insert into store.event (integration, published, uuid, event_type, doc, received_via)
            values ('acme', now() - cast(? as interval), ?, 'user.lifecycle.deactivate', '{"target":[{"id":"u1","type":"User"}]}', 'poll')""")
        .params(ago, uuid)
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
