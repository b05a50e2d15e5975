package org.oktadata.web.console.integrations;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import org.oktadata.collect.RunReader;
import org.oktadata.integrations.Integration;
import org.oktadata.integrations.Integrations;
import org.oktadata.store.ReadDatabase;
import org.oktadata.store.Timestamps;
import org.springframework.stereotype.Component;

/** Reads how each integration is doing. */
@Component
class TileReader {

  private static final String STATE =
      """
      select (select id from store.run where integration = :name and status = 'RUNNING' and mode in ('full', 'delta')) as running,
             last.id, last.status, last.finished_at, tested.id as test, tested.status as test_status,
             (select max(changed_at) from store.cursor where integration = :name) as polled,
             (select max(last_at) from store.stream where integration = :name) as streamed,
             exists (select from store.stream_gap where integration = :name and until_at is null) as gap,
             (select count(*) from store.finding where integration = :name and state = 'open') as open,
             (select count(*) from store.finding where integration = :name and state = 'open' and severity in ('critical', 'high')) as worst
      from (select 1) one left join lateral (
        select id, status, finished_at from store.run
        where integration = :name and mode in ('full', 'delta') and status <> 'RUNNING' order by id desc limit 1
      ) last on true left join lateral (
        select id, status from store.connectivity_test
        where integration = :name and finished_at > greatest(:changed, last.finished_at) order by id desc limit 1
      ) tested on true\
      """;

  private final Integrations integrations;
  private final RunReader runs;
  private final ReadDatabase database;

  TileReader(Integrations integrations, RunReader runs, ReadDatabase database) {
    this.integrations = integrations;
    this.runs = runs;
    this.database = database;
  }

  List<Tile> all() {
    return integrations.all().stream().map(this::tile).toList();
  }

  private Tile tile(Integration integration) {
    return database
        .current(STATE)
        .param("name", integration.name())
        .param("changed", Timestamp.from(integration.changedAt()))
        .query((row, number) -> tile(integration, row))
        .single();
  }

  private Tile tile(Integration integration, ResultSet row) throws SQLException {
    long running = row.getLong("running");
    return new Tile(
        integration,
        running == 0
            ? null
            : runs.run(running).map(run -> new RunView(run, List.of())).orElse(null),
        row.getObject("id", Long.class),
        row.getString("status"),
        Timestamps.instant(row, "finished_at"),
        "FAILURE".equals(row.getString("test_status")) ? row.getLong("test") : null,
        Timestamps.instant(row, "polled"),
        Timestamps.instant(row, "streamed"),
        row.getBoolean("gap"),
        row.getLong("open"),
        row.getLong("worst"));
  }
}
