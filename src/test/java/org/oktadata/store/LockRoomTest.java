package org.oktadata.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Many questions at a time about a year of events. */
@ExtendWith(OutputCaptureExtension.class)
class LockRoomTest {

  private final DriverManagerDataSource source =
      new DriverManagerDataSource(StoreServer.newDatabase(), "postgres", "postgres");
  private final JdbcClient database = JdbcClient.create(source);

  @Test
  void theEmbeddedServerHasRoomForAYearOfEvents() {
    LockRoom.Room now = new LockRoom(database).look();
    assertThat(new LockRoom.Room(now.setting(), now.sessions(), 365 + 14, now.locks()).suffices())
        .as("%s", now)
        .isTrue();
  }

  @Test
  void aServerWithPostgresDefaultsIsToldWhatToSet(CapturedOutput output) {
    LockRoom.Room defaults = new LockRoom.Room(64, 100, 365 + 14, 7);
    assertThat(defaults.suffices()).isFalse();
    assertThat(defaults.questions()).isEqualTo(4);
    assertThat(defaults.needed()).isEqualTo(213);
    LockRoom.tell(defaults);
    assertThat(output)
        .contains("max_locks_per_transaction of the database server is 64", "Set it to 213");
  }

  /** The arithmetic is PostgreSQL's own: a day is a table and its indexes. */
  @Test
  void aQuestionLocksEachDayAndItsIndexes() {
    MaintenanceSession session = new MaintenanceSession(source);
    new Partitions(database, session, new EventIndexes(database, session))
        .extend(LocalDate.now(ZoneOffset.UTC));
    LockRoom.Room room = new LockRoom(database).look();
    long locked =
        database
            .sql(
                """
                select (select count(*) from pg_locks where pid = pg_backend_pid() and relation::regclass::text like 'store.event\\_%')
                from store.event where published > now() - interval '1 hour' group by ()""")
            .query(Long.class)
            .single();
    assertThat(locked).isGreaterThanOrEqualTo(room.days() * room.locks());
  }
}
