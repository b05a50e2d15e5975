package org.oktadata.collect;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.integrations.ScheduleSettings;
import org.springframework.boot.convert.DurationStyle;

/** An integration with a schedule, and when it was read by the times that the database holds. */
abstract class ScheduledOrg {

  @TempDir Path folder;

  PlannedOrg org;

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

  List<String> started(String full, String delta, String log) {
    return started(full, delta, log, "0s");
  }

  List<String> started(String full, String delta, String log, String verify) {
    org.under(
        new ScheduleSettings(
            DurationStyle.detectAndParse(full),
            DurationStyle.detectAndParse(delta),
            DurationStyle.detectAndParse(log),
            DurationStyle.detectAndParse(verify)),
        beans -> beans.getBean(Schedule.class).startWhatIsDue());
    return org.running();
  }

  long failed(String mode, String ago) {
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

  void polled(String ago) {
    org.database
        .sql(
            "insert into store.cursor (integration, data_type, next, changed_at) values ('acme', 'events', 'https://next', now() - cast(? as interval))")
        .param(ago)
        .update();
  }

  void read(String ago, String status, String... dataTypes) {
    readFor("1 second", ago, status, dataTypes);
  }

  void readFor(String took, String ago, String status, String... dataTypes) {
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
