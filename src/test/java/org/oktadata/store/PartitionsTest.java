package org.oktadata.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The days of the System Log: made ahead, made late, dropped, and by whom. */
class PartitionsTest {

  private static final int DAYS = Partitions.DAYS_BACK + Partitions.DAYS_AHEAD;

  private final LocalDate today = LocalDate.now(ZoneOffset.UTC);
  private final LocalDate recent = today.minusDays(3);
  private HikariDataSource source;
  private JdbcClient database;
  private Partitions partitions;

  @BeforeEach
  void freshDatabase() {
    source = StoreServer.pool(StoreServer.newDatabase());
    database = JdbcClient.create(source);
    partitions = instance();
  }

  @AfterEach
  void close() {
    source.close();
  }

  @Test
  void aDayHasItsPartitionBeforeItsEventsCome() {
    assertThat(made(null)).isEqualTo(DAYS);
    events(today.minusDays(90), 1);
    events(today, 1);
    events(today.plusDays(13), 1);
    assertThat(places())
        .containsExactly(
            place(today.minusDays(90), 1), place(today, 1), place(today.plusDays(13), 1));
    assertThat(made(null)).isZero();
  }

  @Test
  void aPartitionMadeLateTakesOverWhatTheDefaultOneHolds() {
    events(today, 3);
    events(today.minusDays(1), 2);
    events(today.plusYears(1), 1);
    partitions.extend(recent);
    assertThat(places())
        .containsExactly(place(today.minusDays(1), 2), place(today, 3), "event_other 1");
  }

  @Test
  void eventsOfFarAwayDaysStayInTheDefaultPartitionUnlessThereAreMany() {
    events(today.minusYears(3), 1);
    events(today.minusYears(2), Partitions.WORTHWHILE);
    events(today.plusYears(70), Partitions.WORTHWHILE);
    partitions.extend(null);
    assertThat(places())
        .containsExactly(
            "event_other " + (Partitions.WORTHWHILE + 1),
            place(today.minusYears(2), Partitions.WORTHWHILE));
  }

  @Test
  void whatIsOlderThanItIsKeptGoesByWholeDaysAndIsNotMadeAgain() {
    partitions.extend(null);
    events(today.minusDays(31), 1);
    events(today.minusDays(30), 1);
    events(today.minusYears(3), 1);
    assertThat(partitions.dropBefore(today.minusDays(30))).isEqualTo(Partitions.DAYS_BACK - 30);
    assertThat(places()).containsExactly(place(today.minusDays(30), 1));
    assertThat(made(today.minusDays(30))).isZero();
  }

  @Test
  void aDroppingThatWasInterruptedIsFinished() {
    partitions.extend(recent);
    String table = DayPartition.name(recent);
    database.sql("alter table store.event detach partition store." + table).update();
    assertThat(partitions.dropBefore(recent.plusDays(1))).isOne();
    assertThat(DayPartition.all(database)).noneMatch(left -> left.table().equals(table));
  }

  @Test
  void twoInstancesAtOnceMakeEachDayOnce() {
    CompletableFuture.allOf(
            CompletableFuture.runAsync(() -> instance().extend(null)),
            CompletableFuture.runAsync(() -> instance().extend(null)),
            CompletableFuture.runAsync(() -> instance().extend(null)))
        .join();
    assertThat(DayPartition.all(database)).hasSize(DAYS).allMatch(DayPartition::attached);
  }

  @Test
  void whoReadsOneDayHoldsUpNeitherMakingNorIsHeldUp() throws SQLException {
    partitions.extend(recent);
    database.sql("drop table store." + DayPartition.name(today.plusDays(13))).update();
    try (Connection reader = source.getConnection();
        Statement reading = reader.createStatement()) {
      reader.setAutoCommit(false);
      reading.execute(
          "select count(*) from store.event where published >= '%s' and published < '%s'"
              .formatted(today, today.plusDays(1)));
      assertThat(made(recent)).isOne();
    }
  }

  @Test
  void whoReadsEverythingIsLeftAloneAndTheDayIsMadeAtTheNextTry() throws SQLException {
    events(today, 2);
    try (Connection reader = source.getConnection();
        Statement reading = reader.createStatement()) {
      reader.setAutoCommit(false);
      reading.execute("select count(*) from store.event_other");
      assertThat(made(today.plusDays(13))).isZero();
      reading.execute("select count(*) from store.event_other");
    }
    assertThat(made(today)).isEqualTo(Partitions.DAYS_AHEAD);
    assertThat(places()).containsExactly(place(today, 2));
  }

  @Test
  void nobodyMissesAnEventWhileItIsTakenOver() {
    for (int day = 0; day < 60; day++) {
      events(today.minusDays(day), 5);
    }
    AtomicBoolean done = new AtomicBoolean();
    List<CompletableFuture<Set<Long>>> readers =
        Stream.generate(() -> CompletableFuture.supplyAsync(() -> counts(done))).limit(6).toList();
    try {
      assertThat(made(null)).isPositive();
    } finally {
      done.set(true);
    }
    readers.forEach(reader -> assertThat(reader.join()).containsExactly(300L));
  }

  private Set<Long> counts(AtomicBoolean done) {
    Set<Long> counts = new TreeSet<>();
    do {
      counts.add(database.sql("select count(*) from okta.events").query(Long.class).single());
    } while (!done.get());
    return counts;
  }

  @Test
  void anIndexThatAMigrationOnlyDeclaredIsBuiltForEachDay() {
    partitions.extend(recent);
    events(today, 3);
    database.sql("create index event_via on only store.event (received_via)").update();
    partitions.extend(recent);
    assertThat(valid("event_via")).isTrue();
    events(today, 1);
    assertThat(
            database
                .sql(
                    "select count(*) from pg_inherits where inhparent ="
                        + " 'store.event_via'::regclass")
                .query(Integer.class)
                .single())
        .isEqualTo(3 + Partitions.DAYS_AHEAD + 1);
  }

  @Test
  void aDayWhoseIndexCannotBeBuiltHoldsUpNoOther() {
    partitions.extend(recent);
    events(today, 2);
    database
        .sql("create unique index event_once on only store.event (published, integration)")
        .update();
    assertThat(made(recent)).isZero();
    assertThat(valid(DayPartition.name(today) + "_event_once")).isFalse();
    assertThat(valid(DayPartition.name(recent) + "_event_once")).isTrue();
    assertThat(valid(DayPartition.name(today.plusDays(1)) + "_event_once")).isTrue();
    database.sql("delete from store.event").update();
    partitions.extend(recent);
    assertThat(valid("event_once")).isTrue();
  }

  @Test
  void anIndexWhoseBuildingWasInterruptedIsBuiltAnew() {
    partitions.extend(recent);
    String part = DayPartition.name(today) + "_event_via";
    database.sql("create index event_via on only store.event (received_via)").update();
    database
        .sql("create index %s on store.%s (received_via)".formatted(part, DayPartition.name(today)))
        .update();
    database
        .sql(
            "update pg_index set indisvalid = false where indexrelid = 'store.%s'::regclass"
                .formatted(part))
        .update();
    partitions.extend(recent);
    assertThat(valid("event_via")).isTrue();
    assertThat(valid(part)).isTrue();
  }

  @Test
  void eventsThatComeWhileDaysAreMadeAreAllKept() {
    AtomicBoolean making = new AtomicBoolean(true);
    CompletableFuture<Integer> stored =
        CompletableFuture.supplyAsync(
            () -> {
              int number = 0;
              while (making.get()) {
                events(today.minusDays(number % 4), 1);
                number++;
              }
              return number;
            });
    partitions.extend(recent);
    making.set(false);
    assertThat(stored.join()).isPositive();
    partitions.extend(recent);
    assertThat(database.sql("select count(*) from store.event").query(Integer.class).single())
        .isEqualTo(stored.join());
    assertThat(database.sql("select count(*) from store.event_other").query(Integer.class).single())
        .isZero();
  }

  /** How many days get a partition. */
  private int made(LocalDate oldest) {
    int before = DayPartition.all(database).size();
    partitions.extend(oldest);
    return DayPartition.all(database).size() - before;
  }

  private boolean valid(String index) {
    return database
        .sql("select indisvalid from pg_index where indexrelid = ('store.' || ?)::regclass")
        .param(index)
        .query(Boolean.class)
        .single();
  }

  private Partitions instance() {
    MaintenanceSession session = new MaintenanceSession(source);
    return new Partitions(database, session, new EventIndexes(database, session));
  }

  private void events(LocalDate day, int number) {
    database
        .sql(
            """
            insert into store.event (integration, published, uuid, event_type, doc, received_via)
            select 'acme', cast(:day as date)::timestamp at time zone 'UTC' + interval '1 hour', gen_random_uuid()::text, 'a', '{}', 'test'
            from generate_series(1, :number)\
            """)
        .param("day", day.toString())
        .param("number", number)
        .update();
  }

  private static String place(LocalDate day, int number) {
    return DayPartition.name(day) + " " + number;
  }

  private List<String> places() {
    return database
        .sql(
            """
            select split_part(tableoid::regclass::text, '.', 2) || ' ' || count(*) from store.event
            group by tableoid order by min(published)\
            """)
        .query(String.class)
        .list();
  }
}
