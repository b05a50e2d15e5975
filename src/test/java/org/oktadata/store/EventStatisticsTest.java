package org.oktadata.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** PostgreSQL looks at new days at once, and at all of the log only when it has grown a lot. */
class EventStatisticsTest {

  private final DriverManagerDataSource source =
      new DriverManagerDataSource(StoreServer.newDatabase(), "postgres", "postgres");
  private final JdbcClient database = JdbcClient.create(source);
  private final EventStatistics statistics = new EventStatistics(database);
  private final LocalDate today = LocalDate.now(ZoneOffset.UTC);

  @BeforeEach
  void days() {
    MaintenanceSession session = new MaintenanceSession(source);
    new Partitions(database, session, new EventIndexes(database, session))
        .extend(today.minusDays(3));
    // So that nobody else looks.
    database
        .sql(
            """
            do $$ declare t text; begin
              for t in select inhrelid::regclass::text from pg_inherits where inhparent = 'store.event'::regclass loop
                execute 'alter table ' || t || ' set (autovacuum_enabled = off)';
              end loop;
            end $$""")
        .update();
  }

  @Test
  void aDayIsLookedAtOnceAndTheWholeLogNot() {
    events(today, 100);
    statistics.ofNewDays();
    events(today, 100);
    events(today.minusDays(1), 50);
    statistics.ofNewDays();
    assertThat(rows(DayPartition.name(today))).isEqualTo(100);
    assertThat(rows(DayPartition.name(today.minusDays(1)))).isEqualTo(50);
    assertThat(rows(DayPartition.name(today.minusDays(2)))).as("empty").isEqualTo(-1);
    assertThat(rows("event")).isEqualTo(-1);
  }

  @Test
  void theWholeLogIsLookedAtFirstAndWhenItHasDoubled() {
    events(today, 100);
    statistics.ofNewDays();
    statistics.ofAllDays();
    assertThat(rows("event")).isEqualTo(100);
    events(today.minusDays(1), 60);
    statistics.ofNewDays();
    statistics.ofAllDays();
    assertThat(rows("event")).isEqualTo(100);
    events(today.minusDays(2), 60);
    statistics.ofNewDays();
    statistics.ofAllDays();
    assertThat(rows("event")).isEqualTo(220);
  }

  private void events(LocalDate day, int number) {
    database
        .sql(
            """
            insert into store.event (integration, published, uuid, event_type, doc, received_via)
            select 'acme', cast(? as date) + interval '1 hour', gen_random_uuid(), 'user.session.start', '{}', 'poll'
            from generate_series(1, ?)""")
        .params(day, number)
        .update();
  }

  private long rows(String table) {
    return database
        .sql("select reltuples::bigint from pg_class where relname = ?")
        .param(table)
        .query(Long.class)
        .single();
  }
}
