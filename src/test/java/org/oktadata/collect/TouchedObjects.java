package org.oktadata.collect;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.store.NewEvents;

/** What events touched in an org of a small catalogue, and how it gets there. */
abstract class TouchedObjects {

  @TempDir Path folder;

  PlannedOrg org;

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

  void plan(String dataType) {
    long run = run("refresh", "1 second", dataType, "RUNNING");
    org.database.sql("update store.refresh set run_id = ?").param(run).update();
    new Planner(org.database)
        .plan(
            new Pull(run, "acme", dataType, RunMode.REFRESH, 0),
            org.catalogue.get(dataType),
            Instant.now());
  }

  List<String> requests() {
    return org.database
        .sql("select parent_id || ' ' || path from store.request order by 1")
        .query(String.class)
        .list();
  }

  void startDue() {
    org.under("0s", "0s", "0s", beans -> beans.getBean(Refreshes.class).startDue());
  }

  void gather() {
    NewEvents.untilNoneIsHeldBack(org.database);
    org.under("0s", "0s", "0s", beans -> beans.getBean(Refreshes.class).gather());
  }

  List<String> touched() {
    return org.database
        .sql("select data_type || ' ' || object_id from store.refresh order by 1")
        .query(String.class)
        .list();
  }

  void touched(String dataType, String id, String ago) {
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

  void happened(String uuid, String ago) {
    happened(uuid, ago, "u1");
  }

  void happened(String uuid, String ago, String target) {
    org.database
        .sql(
            """
            insert into store.event (integration, published, uuid, event_type, doc, received_via)
            values ('acme', now() - cast(? as interval), ?, 'user.lifecycle.deactivate',
                    jsonb_build_object('target', jsonb_build_array(jsonb_build_object('id', ?::text, 'type', 'User'))), 'poll')""")
        .params(ago, uuid, target)
        .update();
  }

  void read(String ago, String status) {
    run("full", ago, "users", status);
  }

  long run(String mode, String ago, String dataType, String status) {
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
