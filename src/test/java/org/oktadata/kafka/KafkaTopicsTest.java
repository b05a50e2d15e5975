package org.oktadata.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.events.Events;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Each look at the topics is a client of its own, with a connection and a login. */
@ExtendWith(OutputCaptureExtension.class)
class KafkaTopicsTest {

  private static final LoggingSystem LOGGING =
      LoggingSystem.get(KafkaTopicsTest.class.getClassLoader());

  /** Kafka tells of each client; applications that ran here before have it keep quiet. */
  @BeforeEach
  void hearOfClients() {
    LOGGING.setLogLevel(AdminClientConfig.class.getName(), LogLevel.INFO);
  }

  @AfterEach
  void quieten() {
    LOGGING.setLogLevel(AdminClientConfig.class.getName(), null);
  }

  @Test
  void manyRecordsThatAreRefusedAtOnceAreNoManyLooks(@TempDir Path folder, CapturedOutput log) {
    try (TestBroker broker = TestBroker.start(folder)) {
      KafkaTopics topics = topics(broker);
      ensured(topics);
      int before = looks(log);
      for (int refused = 0; refused < 20; refused++) {
        topics.doubt();
        topics.ensure();
      }
      assertThat(looks(log) - before).isLessThan(5);
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                topics.ensure();
                return looks(log) > before;
              });
      assertThat(log.getAll().lines().filter(line -> line.contains("are ready"))).hasSize(1);
    }
  }

  /** A broker that is slow once, or one of another make that doesn't say, changes nothing. */
  @Test
  void whatATopicTakesStaysKnownWhereItIsNotSaidAgain(@TempDir Path folder) throws Exception {
    try (TestBroker broker = TestBroker.start(folder)) {
      ensured(topics(broker));
      broker.set(KafkaTopics.EVENTS, "max.message.bytes", "100000");
      KafkaTopics topics = topics(broker);
      ensured(topics);
      KafkaFutureImpl<Config> slow = new KafkaFutureImpl<>();
      slow.completeExceptionally(new TimeoutException("no answer"));
      assertThat(topics.limit(KafkaTopics.EVENTS, slow)).isEqualTo(100_000);
      KafkaFuture<Config> silent = KafkaFuture.completedFuture(new Config(List.of()));
      assertThat(topics.limit(KafkaTopics.EVENTS, silent)).isEqualTo(100_000);
      assertThat(topics.limit(KafkaTopics.CHANGES, silent)).isEqualTo(8_388_608);
    }
  }

  /** Whoever sends it again and again would keep all that follows from being told. */
  @Test
  void whatATopicRefusesForItsSizeIsKnownWhereItMayNotBeAsked(@TempDir Path folder) {
    try (TestBroker broker = TestBroker.startWithRights(folder)) {
      ensured(topics(broker));
      broker.set(KafkaTopics.CHANGES, "max.message.bytes", "100000");
      broker.deny(KafkaTopics.CHANGES, AclOperation.DESCRIBE_CONFIGS);
      KafkaTopics topics = topics(broker);
      ensured(topics);
      assertThat(topics.largestValue(KafkaTopics.CHANGES)).isGreaterThan(8_000_000);
      byte[] value = Events.random(200_000).getBytes(StandardCharsets.UTF_8);
      Properties serializers = new Properties();
      serializers.put("key.serializer", ByteArraySerializer.class.getName());
      serializers.put("value.serializer", ByteArraySerializer.class.getName());
      try (UnbrokenProducer producer =
          new KafkaClients(settings(broker), topics).getProducer(serializers)) {
        assertThatThrownBy(
                () -> producer.send(new ProducerRecord<>(KafkaTopics.CHANGES, value)).get())
            .hasMessageContaining("larger than the max message size");
      }
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> {
                topics.ensure();
                assertThat(topics.largestValue(KafkaTopics.CHANGES)).isLessThan(200_000);
              });
    }
  }

  /** Events would wait for hours, and only the health details would know. */
  @Test
  void thatEventsMayNotBeReadIsSaidOnce(@TempDir Path folder, CapturedOutput log) {
    try (TestBroker broker = TestBroker.startWithRights(folder)) {
      KafkaTopics topics = topics(broker);
      ensured(topics);
      broker.deny(KafkaTopics.EVENTS, AclOperation.READ);
      Properties reading = new Properties();
      reading.put("key.deserializer", ByteArrayDeserializer.class.getName());
      reading.put("value.deserializer", ByteArrayDeserializer.class.getName());
      reading.put("group.id", "okta-data-integration");
      KafkaClients clients = new KafkaClients(settings(broker), topics);
      for (int tries = 0; tries < 2; tries++) {
        try (Consumer<?, ?> consumer = clients.getConsumer(reading)) {
          consumer.subscribe(List.of(KafkaTopics.EVENTS));
          Awaitility.await()
              .atMost(Duration.ofSeconds(30))
              .until(
                  () ->
                      catchThrowable(() -> consumer.poll(Duration.ofSeconds(1)))
                          instanceof KafkaException);
        }
      }
      assertThat(
              log.getAll()
                  .lines()
                  .filter(line -> line.contains("events can't be taken from okta.events")))
          .hasSize(1)
          .allMatch(line -> line.contains("Not authorized"));
    }
  }

  private static KafkaTopics topics(TestBroker broker) {
    return new KafkaTopics(settings(broker));
  }

  private static KafkaSettings settings(TestBroker broker) {
    return new Binder(
            new MapConfigurationPropertySource(
                Map.of("okta.kafka.bootstrap-servers", broker.bootstrapServers())))
        .bind("okta.kafka", Bindable.of(KafkaSettings.class))
        .get();
  }

  private static void ensured(KafkaTopics topics) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .untilAsserted(topics::ensure);
  }

  private static int looks(CapturedOutput log) {
    return (int)
        log.getAll().lines().filter(line -> line.contains("AdminClientConfig values")).count();
  }
}
