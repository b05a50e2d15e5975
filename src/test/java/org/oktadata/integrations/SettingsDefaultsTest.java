package org.oktadata.integrations;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.oktadata.instances.InstanceSettings;
import org.oktadata.okta.DpopMode;
import org.oktadata.store.ReaderSettings;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Every key and every default, so that none is renamed or changed by accident. */
class SettingsDefaultsTest {

  private static final String KEY = DataKey.generate();

  @Test
  void defaultsAreWhatTheDocumentationSays() {
    assertThat(bind("okta", OktaSettings.class, Map.of()))
        .isEqualTo(
            new OktaSettings(
                ".", false, null, List.of(), List.of("file:checks/"), List.of("file:detections/")));
    assertThat(bind("okta.schedule", ScheduleSettings.class, Map.of()))
        .isEqualTo(
            new ScheduleSettings(
                Duration.ofHours(24),
                Duration.ofHours(1),
                Duration.ofMinutes(1),
                Duration.ofHours(24)));
    assertThat(bind("okta.instance", InstanceSettings.class, Map.of("okta.instance.name", "one")))
        .isEqualTo(new InstanceSettings("one", 50, Duration.ofSeconds(20)));
    assertThat(bind("okta.instance", InstanceSettings.class, Map.of()).name()).isNotBlank();
    assertThat(bind("okta.retention", RetentionSettings.class, Map.of()))
        .isEqualTo(
            new RetentionSettings(
                Duration.ofDays(365),
                Duration.ofDays(365),
                Duration.ofDays(90),
                Duration.ofDays(30),
                Duration.ofDays(365)));
    assertThat(bind("okta.reader", ReaderSettings.class, Map.of()))
        .isEqualTo(
            new ReaderSettings(
                new ReaderSettings.Replica(null, null, null),
                Duration.ofSeconds(20),
                Duration.ofSeconds(5),
                8));
    assertThat(bind("i", IntegrationSettings.class, Map.of("i.name", "acme")))
        .isEqualTo(
            new IntegrationSettings(
                "acme",
                "acme",
                null,
                null,
                null,
                null,
                null,
                DpopMode.AUTO,
                List.of("managed"),
                0.9,
                Duration.ofDays(90),
                null,
                30));
  }

  @Test
  void everyKeyIsRead() {
    assertThat(
            bind(
                "okta",
                OktaSettings.class,
                Map.of(
                    "okta.home",
                    "/h",
                    "okta.collect-on-start",
                    "true",
                    "okta.data-key",
                    KEY,
                    "okta.checks",
                    "file:a/",
                    "okta.detections",
                    "file:b/,file:c/")))
        .isEqualTo(
            new OktaSettings(
                "/h", true, KEY, List.of(), List.of("file:a/"), List.of("file:b/", "file:c/")));
    assertThat(
            bind(
                "okta.schedule",
                ScheduleSettings.class,
                Map.of(
                    "okta.schedule.full", "1h",
                    "okta.schedule.delta", "2m",
                    "okta.schedule.log", "0",
                    "okta.schedule.verify", "7d")))
        .isEqualTo(
            new ScheduleSettings(
                Duration.ofHours(1), Duration.ofMinutes(2), Duration.ZERO, Duration.ofDays(7)));
    assertThat(
            bind(
                "okta.reader",
                ReaderSettings.class,
                Map.of(
                    "okta.reader.datasource.url", "jdbc:postgresql://replica/okta",
                    "okta.reader.datasource.username", "analyst",
                    "okta.reader.datasource.password", "hush",
                    "okta.reader.statement-timeout", "1m",
                    "okta.reader.lock-timeout", "2s",
                    "okta.reader.maximum-pool-size", "3")))
        .isEqualTo(
            new ReaderSettings(
                new ReaderSettings.Replica("jdbc:postgresql://replica/okta", "analyst", "hush"),
                Duration.ofMinutes(1),
                Duration.ofSeconds(2),
                3));
    assertThat(
            bind(
                "okta.retention",
                RetentionSettings.class,
                Map.of(
                    "okta.retention.events", "1",
                    "okta.retention.history", "2d",
                    "okta.retention.runs", "3d",
                    "okta.retention.quarantine", "4d",
                    "okta.retention.resolved-findings", "5d")))
        .isEqualTo(
            new RetentionSettings(
                Duration.ofDays(1),
                Duration.ofDays(2),
                Duration.ofDays(3),
                Duration.ofDays(4),
                Duration.ofDays(5)));
  }

  @Test
  void everyKeyOfAnIntegrationIsRead() {
    Map<String, String> keys =
        Map.ofEntries(
            Map.entry("i.name", "acme"),
            Map.entry("i.display-name", "Acme"),
            Map.entry("i.issuer", "https://acme.okta.com"),
            Map.entry("i.client-id", "0oa1"),
            Map.entry("i.client-secret", "secret"),
            Map.entry("i.private-key", "pem"),
            Map.entry("i.key-id", "kid"),
            Map.entry("i.dpop", "always"),
            Map.entry("i.data-types", "managed, app_grants"),
            Map.entry("i.rate-limit-share", "0.5"),
            Map.entry("i.log-history", "7"),
            Map.entry("i.intake-key", "intake"),
            Map.entry("i.max-in-flight", "9"));
    assertThat(bind("i", IntegrationSettings.class, keys))
        .isEqualTo(
            new IntegrationSettings(
                "acme",
                "Acme",
                "https://acme.okta.com",
                "0oa1",
                "secret",
                "pem",
                "kid",
                DpopMode.ALWAYS,
                List.of("managed", "app_grants"),
                0.5,
                Duration.ofDays(7),
                "intake",
                9));
    assertThat(keys).hasSize(IntegrationSettings.class.getRecordComponents().length);
  }

  private static <T> T bind(String prefix, Class<T> type, Map<String, String> keys) {
    return new Binder(new MapConfigurationPropertySource(keys))
        .bindOrCreate(prefix, Bindable.of(type));
  }
}
