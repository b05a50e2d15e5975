package org.oktadata.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Kafka's clients write their whole configuration into the log; secrets must not be in it. */
@ExtendWith(OutputCaptureExtension.class)
class KafkaSecretsTest {

  private static final String CANARY = "canary-7f3a";
  private final Logger kafka = (Logger) LoggerFactory.getLogger("org.apache.kafka");
  private Level before;

  @BeforeEach
  void loudest() {
    before = kafka.getLevel();
    kafka.setLevel(Level.TRACE);
  }

  @AfterEach
  void asBefore() {
    kafka.setLevel(before);
  }

  @Test
  void noSecretIsLoggedEvenAtTheLoudestLevel(CapturedOutput output) {
    KafkaSettings settings = settings();
    KafkaClients clients = new KafkaClients(settings, new KafkaTopics(settings));
    Properties properties = new Properties();
    properties.put("key.serializer", ByteArraySerializer.class.getName());
    properties.put("value.serializer", ByteArraySerializer.class.getName());
    properties.put("key.deserializer", ByteArrayDeserializer.class.getName());
    properties.put("value.deserializer", ByteArrayDeserializer.class.getName());
    try (Producer<?, ?> producer = clients.getProducer(properties)) {
      assertThat(catchThrowable(() -> producer.partitionsFor("okta.events"))).isNotNull();
    }
    assertThat(
            catchThrowable(
                () -> {
                  try (Consumer<?, ?> consumer = clients.getConsumer(properties)) {
                    consumer.listTopics();
                  }
                }))
        .isNotNull()
        .hasMessageNotContaining(CANARY);
    assertThat(output).contains("ProducerConfig values", "[hidden]").doesNotContain(CANARY);
  }

  private static KafkaSettings settings() {
    return new Binder(
            new MapConfigurationPropertySource(
                Map.of(
                    "okta.kafka.bootstrap-servers",
                    "127.0.0.1:1",
                    "okta.kafka.properties.security.protocol",
                    "SASL_PLAINTEXT",
                    "okta.kafka.properties.sasl.mechanism",
                    "PLAIN",
                    "okta.kafka.properties.ssl.truststore.password",
                    CANARY,
                    "okta.kafka.properties.ssl.key.password",
                    CANARY,
                    "okta.kafka.properties.sasl.jaas.config",
                    "org.apache.kafka.common.security.plain.PlainLoginModule required"
                        + " username=\"u\" password=\""
                        + CANARY
                        + "\";")))
        .bindOrCreate("okta.kafka", Bindable.of(KafkaSettings.class));
  }
}
