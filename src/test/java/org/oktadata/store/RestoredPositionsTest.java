package org.oktadata.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A dump restored into a server whose count of transactions is younger than the dump's. */
class RestoredPositionsTest {

  private static final String WAITING =
      """
      select count(*) from store.event e, store.follower f
      where (e.xid, e.seq) > (f.xid, f.seq) and e.xid < pg_snapshot_xmin(pg_current_snapshot())""";

  @Test
  void theLogIsReadOnFromItsLastEvent() {
    String url = StoreServer.newDatabase();
    JdbcClient database =
        JdbcClient.create(new DriverManagerDataSource(url, "postgres", "postgres"));
    event(database, "before", "'900000000'");
    database.sql("update store.follower set xid = '900000000', seq = 1").update();
    database
        .sql(
            """
            insert into store.reader (name, xid, seq) values ('refresh', '900000000', 1)
            on conflict (name) do update set xid = excluded.xid, seq = excluded.seq""")
        .update();
    StoreServer.migrate(url);
    assertThat(database.sql(WAITING).query(Long.class).single()).isZero();
    event(database, "after", "default");
    assertThat(database.sql(WAITING).query(Long.class).single()).isEqualTo(1);
    assertThat(
            database
                .sql("select xid::text from store.reader where name = 'refresh'")
                .query(String.class)
                .single())
        .isEqualTo("3");
  }

  private static void event(JdbcClient database, String uuid, String xid) {
    database
        .sql(
            """
            insert into store.event (integration, published, uuid, event_type, doc, received_via, xid)
            values ('acme', now(), '%s', 'user.session.start', '{}', 'poll', %s)"""
                .formatted(uuid, xid))
        .update();
  }
}
