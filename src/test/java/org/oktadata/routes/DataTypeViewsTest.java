package org.oktadata.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.catalogue.CatalogueReader;
import org.oktadata.store.StoreServer;
import org.oktadata.yaml.WrongFile;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The plain view of a data type: names and times, however Okta calls and writes them. */
class DataTypeViewsTest {

  private final DataSource server =
      new DriverManagerDataSource(StoreServer.newDatabase(), "postgres", "postgres");
  private final JdbcClient database = JdbcClient.create(server);

  @TempDir Path folder;

  @Test
  void timesAreReadHoweverOktaCallsAndWritesThem() throws IOException {
    Files.writeString(
        file(),
        """
        behaviors: {path: /api/v1/behaviors, bucket: b, scope: s, role: r}
        device_assurances: {path: /api/v1/device-assurances, bucket: b, scope: s, role: r}
        """);
    new DataTypeViews(database).ensure(new CatalogueReader(file()).read().values());
    database
        .sql(
            """
            insert into store.resource (integration, data_type, id, doc) values
              ('acme', 'behaviors', 'b1', '{"created": "2025-09-24 04:05:52.0", "lastUpdated": "2025-09-25 04:05:52.0"}'),
              ('acme', 'device_assurances', 'd1', '{"createdDate": "2025-09-18T18:00:31.000Z", "lastUpdate": "2025-09-19T18:00:31.000Z"}')""")
        .update();
    assertThat(
            database
                .sql(
                    """
                    select concat_ws(' ', created at time zone 'UTC', last_updated at time zone 'UTC') from okta.behaviors
                    union all
                    select concat_ws(' ', created at time zone 'UTC', last_updated at time zone 'UTC') from okta.device_assurances""")
                .query(String.class)
                .list())
        .containsExactly(
            "2025-09-24 04:05:52 2025-09-25 04:05:52", "2025-09-18 18:00:31 2025-09-19 18:00:31");
  }

  @Test
  void namesStatusesAndTypesAreReadHoweverOktaCallsThem() throws IOException {
    Files.writeString(
        file(), "things: {path: /api/v1/things, bucket: b, scope: okta.things.read, role: r}\n");
    // As the application made it before.
    database
        .sql(
            """
            create view okta.things as
            select integration, parent_id, id, doc ->> 'name' as name, doc ->> 'status' as status, doc ->> 'type' as type,
                   store.instant(doc ->> 'created') as created, store.instant(doc ->> 'lastUpdated') as last_updated, doc, changed_at
            from store.resource where data_type = 'things' and deleted_at is null""")
        .update();
    migrate("R__plain_views.sql");
    new DataTypeViews(database).ensure(new CatalogueReader(file()).read().values());
    database
        .sql(
            """
            insert into store.resource (integration, data_type, id, doc)
            select 'acme', 'things', n::text, doc::jsonb from unnest(array[
              '{"name": "openid", "displayName": "Open ID", "status": "ACTIVE", "type": "A"}',
              '{"label": "Help Desk Berlin"}',
              '{"profile": {"name": "Realm 1", "realmType": "DEFAULT"}}',
              '{"client_name": "Mobile App"}',
              '{"domain": "login.acme.example", "displayName": "Acme", "validationStatus": "VERIFIED"}',
              '{"name": "ad1", "operationalStatus": "OPERATIONAL", "expiresAt": "2035-01-01T00:00:00.000Z"}',
              '{"name": "sub", "claimType": "RESOURCE"}',
              '{"principalType": "OAUTH_CLIENT"}',
              '{"primary": {"name": "manager"}}',
              '{"source": {"name": "salesforce"}, "target": {"name": "user"}}']) with ordinality t (doc, n)""")
        .update();
    assertThat(
            database
                .sql(
                    """
                    select concat_ws('|', name, status, type, extract(year from expires_at)) from okta.things
                    where first_seen <= now() order by id::int""")
                .query(String.class)
                .list())
        .containsExactly(
            "openid|ACTIVE|A",
            "Help Desk Berlin",
            "Realm 1|DEFAULT",
            "Mobile App",
            "login.acme.example|VERIFIED",
            "ad1|OPERATIONAL|2035",
            "sub|RESOURCE",
            "OAUTH_CLIENT",
            "manager",
            "salesforce → user");
  }

  /** Runs a repeatable migration once more. */
  private void migrate(String file) throws IOException {
    String script = Files.readString(Path.of("src/main/resources/db/migration", file));
    new JdbcTemplate(server).execute(script);
  }

  @Test
  void aNameThatAViewOfSomethingElseHasIsRefusedWithItsLine() throws IOException {
    String catalogue = Files.readString(Path.of("routes/data-types.yaml"));
    DataTypeViews views = new DataTypeViews(database);
    Path file = file();
    Files.writeString(file, catalogue);
    views.refuseTaken(RouteFiles.read(folder), file);
    views.ensure(RouteFiles.read(folder).types().values());
    views.refuseTaken(RouteFiles.read(folder), file);
    for (String taken : List.of("device_users", "runs", "drift", "streams", "findings")) {
      Files.writeString(
          file, catalogue + taken + ": {path: /x, bucket: b, scope: okta.x.read, role: r}\n");
      assertThatThrownBy(() -> views.refuseTaken(RouteFiles.read(folder), file))
          .isInstanceOf(WrongFile.class)
          .hasMessage(
              "%s line %d: '%s' is the name of a view that shows something else, okta.%s: take another",
              file, catalogue.lines().count() + 1, taken, taken);
    }
  }

  private Path file() {
    return folder.resolve("data-types.yaml");
  }
}
