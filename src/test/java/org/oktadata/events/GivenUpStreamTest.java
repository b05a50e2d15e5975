package org.oktadata.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.oktadata.integrations.Integration;
import org.oktadata.store.StoreServer;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Nobody waits for a stream that somebody gave up. */
class GivenUpStreamTest {

  private static final String OPEN = "select count(*) from okta.stream_gaps where until_at is null";

  private final JdbcClient database =
      JdbcClient.create(
          new DriverManagerDataSource(StoreServer.newDatabase(), "postgres", "postgres"));
  private final StreamingSettings settings =
      new Binder(new MapConfigurationPropertySource())
          .bindOrCreate("okta.streaming", Bindable.of(StreamingSettings.class));
  private final StreamWatch watch = new StreamWatch(database, settings);

  @BeforeEach
  void aStreamThatBringsNothingAnyMore() {
    database
        .sql(
            """
            insert into store.integration (name, display_name, issuer, client_id, credentials, managed_by)
            values ('acme', 'Acme', 'https://acme.okta.com', 'client', 'sealed', 'api');
            insert into store.event (integration, published, uuid, event_type, doc, received_via)
            values ('acme', now() - interval '30 minutes', 'polled', 'user.session.start', '{}', 'poll')""")
        .update();
    streams("before", Instant.now());
    database.sql("update store.stream set last_at = now() - interval '1 hour'").update();
    watch.look();
    assertThat(count(OPEN)).isOne();
  }

  @Test
  void itsGapEndsAndNoneBegins() {
    giveUp();
    watch.look();
    assertThat(count(OPEN)).isZero();
    database
        .sql(
            """
            insert into store.resource (integration, data_type, parent_id, id, doc) values ('acme', 'log_streams', '', '0oa1',
            '{"type":"aws_eventbridge","status":"INACTIVE","settings":{"eventSourceName":"acme"}}')""")
        .update();
    streams("straggler", Instant.now().plusSeconds(60));
    watch.look();
    assertThat(count("select count(*) from okta.streams")).isZero();
    assertThat(count(OPEN)).as("nor where Okta's own end of it is switched off").isZero();
  }

  @Test
  void itIsOneAgainByWhatWasPublishedLater() {
    giveUp();
    streams("later", Instant.now().plusSeconds(660));
    assertThat(count("select count(*) from okta.streams")).isOne();
  }

  private void giveUp() {
    Integration acme =
        new Integration(
            "acme",
            "Acme",
            URI.create("https://acme.okta.com"),
            "client",
            null,
            Integration.ManagedBy.API,
            Instant.now(),
            Instant.now(),
            Integration.State.READY,
            null,
            null,
            null,
            null,
            null);
    assertThat(new EventStreaming(settings, null, database).remove(acme).status())
        .as("no queue is configured any more")
        .isEqualTo("SKIPPED");
  }

  private void streams(String uuid, Instant published) {
    database
        .sql("select * from store.store_stream(?, '[]', 'acme', 'sqs')")
        .param(("[" + Events.event(uuid, published) + "]").getBytes(StandardCharsets.UTF_8))
        .query()
        .listOfRows();
  }

  private long count(String sql) {
    return database.sql(sql).query(Long.class).single();
  }
}
