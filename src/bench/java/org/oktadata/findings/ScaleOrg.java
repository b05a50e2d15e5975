package org.oktadata.findings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import javax.sql.DataSource;
import org.oktadata.store.StoreServer;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A database with the product's schema and an org of a given size, written by the database itself. */
final class ScaleOrg {

  static final String INTEGRATION = "acme";
  private static final int GROUPS_AND_APPS = 3;

  private final DataSource source;
  private final JdbcClient database;
  private final int users;
  private final long events;
  private final int days;

  ScaleOrg(DataSource source, int users, long events, int days) {
    this.source = source;
    this.database = JdbcClient.create(source);
    this.users = users;
    this.events = events;
    this.days = days;
  }

  /** Writes it, a day of the log after the other: what was written by an earlier try is kept. */
  void fill(List<Check> checks) throws IOException {
    database.sql(Files.readString(Path.of("src/bench/sql/scale-events.sql"))).update();
    LocalDate newest = LocalDate.now(ZoneOffset.UTC).minusDays(1);
    for (int day = 0; day < days; day++) {
      database
          .sql("select public.scale_day(?, ?::date, ?, ?, ?::date)")
          .params(INTEGRATION, newest.minusDays(day).toString(), events / days, users, newest.toString())
          .query(Long.class)
          .single();
    }
    database
        .sql(
            """
            insert into store.integration (name, display_name, issuer, client_id, credentials, managed_by)
            values (?, 'Acme', 'https://acme.okta.com', 'client', 'sealed', 'api')""")
        .param(INTEGRATION)
        .update();
    new LargeOrg(database, INTEGRATION, users, 0, GROUPS_AND_APPS).fill(checks);
  }

  /** The schema, and the plain views of the catalogue's data types. */
  void migrate() throws IOException {
    StoreServer.flyway(source).migrate();
    FindingsDatabase.viewsOfTheCatalogue(database);
  }

  boolean filled() {
    return database.sql("select exists (select from store.integration)").query(Boolean.class).single();
  }

  /** Users, events, and bytes of both with their indexes. */
  String size() {
    return database
        .sql(
            """
            select format('%s users, %s rows of the org in %s and %s events in %s',
              (select count(*) from store.resource where data_type = 'users'), (select reltuples::bigint from pg_class where oid = 'store.resource'::regclass),
              pg_size_pretty(pg_total_relation_size('store.resource')),
              (select sum(c.reltuples)::bigint from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'store.event'::regclass and c.reltuples > 0),
              (select pg_size_pretty(sum(pg_total_relation_size(inhrelid))) from pg_inherits where inhparent = 'store.event'::regclass))""")
        .query(String.class)
        .single();
  }
}
