package org.oktadata.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.oktadata.integrations.WrongSetting;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.NestedExceptionUtils;

class KafkaSettingsTest {

  @Test
  void withoutBrokersItIsOffAndTheRestHasDefaults() {
    KafkaSettings settings = bind(Map.of());
    assertThat(settings.isOn()).isFalse();
    assertThat(settings)
        .isEqualTo(
            new KafkaSettings(
                null,
                null,
                2,
                500,
                12,
                0,
                Duration.ofDays(7),
                Duration.ofDays(365),
                false,
                KafkaSettings.FindingsFormat.JSON));
    assertThat(bind(Map.of("okta.kafka.bootstrap-servers", " "))).isEqualTo(settings);
  }

  @Test
  void propertiesKeepKafkasOwnNamesAndAreNeverShown() {
    KafkaSettings settings =
        bind(
            Map.of(
                "okta.kafka.bootstrap-servers", "a:9092, b:9093",
                "okta.kafka.properties.security.protocol", "SASL_SSL",
                "okta.kafka.properties.sasl.jaas.config", "canary",
                "okta.kafka.properties.max.request.size", "2000000"));
    assertThat(settings.isOn()).isTrue();
    assertThat(settings.properties())
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("sasl.jaas.config", "canary");
    assertThat(settings.largestRequest()).isEqualTo(2_000_000);
    assertThat(settings.toString()).doesNotContain("canary");
  }

  @Test
  void theLargestRecordIsTheSameHoweverItsPropertyIsWritten() {
    for (String property : List.of(".max.request.size", "[max.request.size]")) {
      KafkaSettings settings = bind(Map.of("okta.kafka.properties" + property, "2000000"));
      assertThat(new KafkaTopics(settings).largestValue())
          .as(property)
          .isBetween(1_900_000, 2_000_000);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"[::1]:9092", "kafka-1:9092, [fe80::1%eth0]:9093 ,10.0.0.1:65535"})
  void brokersMayHaveAddressesOfIpVersion6(String servers) {
    assertThat(bind(Map.of("okta.kafka.bootstrap-servers", servers)).bootstrapServers())
        .isEqualTo(servers);
  }

  @Test
  void aMisspeltPropertyIsToldWithTheOneThatWasMeant() {
    Map<String, String> keys = Map.of("okta.kafka.properties.securty.protocol", "SASL_SSL");
    assertThat(catchThrowableOfType(BindException.class, () -> bind(keys)))
        .hasRootCauseMessage("is no property of Kafka's clients (security.protocol?)");
  }

  @ParameterizedTest
  @CsvSource({
    "bootstrap-servers, localhost",
    "bootstrap-servers, 'a:9092,b'",
    "bootstrap-servers, 'a:9092,'",
    "bootstrap-servers, ::1:9092",
    "bootstrap-servers, '[::1]'",
    "bootstrap-servers, a:65536",
    "consumers, 0",
    "partitions, 0",
    "replication-factor, -1",
    "replication-factor, 32768",
    "properties.acks, 1",
    "properties.enable.idempotence, false",
    "properties.enable.auto.commit, true",
    "properties.partitioner.ignore.keys, true",
    "properties.partitioner.class, org.apache.kafka.clients.producer.RoundRobinPartitioner",
    "properties.group.instance.id, one",
    "properties.bootstrap.servers, a:9092",
    "properties.security.protocol, canary",
    "properties.securty.protocol, SASL_SSL",
    "properties.max.request.size, canary",
    "properties.fetch.min.bytes, canary"
  })
  void aWrongSettingIsNamedWithoutItsValue(String key, String value) {
    Map<String, String> keys = new HashMap<>(Map.of("okta.kafka.bootstrap-servers", "a:9092"));
    keys.put("okta.kafka." + key, value);
    BindException failure = catchThrowableOfType(BindException.class, () -> bind(keys));
    assertThat(failure).hasRootCauseInstanceOf(WrongSetting.class);
    WrongSetting wrong = (WrongSetting) NestedExceptionUtils.getRootCause(failure);
    assertThat(wrong.key()).isEqualTo(key);
    assertThat(wrong.getMessage()).doesNotContain("canary");
  }

  private static KafkaSettings bind(Map<String, String> keys) {
    return new Binder(new MapConfigurationPropertySource(keys))
        .bindOrCreate("okta.kafka", Bindable.of(KafkaSettings.class));
  }
}
