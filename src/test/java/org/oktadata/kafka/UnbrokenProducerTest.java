package org.oktadata.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** What one list holds stays in its order, whenever the brokers go and come back. */
class UnbrokenProducerTest {

  private static final String KEY = "acme/ada";

  @TempDir static Path folder;

  @Test
  void nothingIsSentBehindARecordThatTheBrokersDidNotTake() throws Exception {
    try (TestBroker broker = TestBroker.start(folder);
        Producer<Object, Object> producer = producer(broker)) {
      untilTaken(producer, 0);
      broker.stop();
      List<Future<?>> sent = new ArrayList<>(List.of(send(producer, 1)));
      Awaitility.await()
          .pollInSameThread()
          .atMost(Duration.ofMinutes(1))
          .pollInterval(Duration.ofMillis(50))
          .ignoreExceptionsInstanceOf(
              KafkaException.class) // of one that is refused just as the first one fails
          .until(() -> sent.get(0).isDone() || !sent.add(send(producer, sent.size() + 1)));
      assertThat(sent).hasSizeGreaterThan(10);
      broker.startAgain();
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> sent.stream().allMatch(Future::isDone));
      assertThat(values(broker)).containsExactly("0");
      assertThatThrownBy(() -> sent.get(0).get())
          .hasMessageStartingWith("Kafka's brokers didn't take what was sent (Expiring 1 record");

      untilTaken(producer, 1);
      assertThat(send(producer, 2).get().hasOffset()).isTrue();
      assertThat(values(broker)).containsExactly("0", "1", "2");
    }
  }

  private static Producer<Object, Object> producer(TestBroker broker) {
    KafkaSettings settings =
        new Binder(
                new MapConfigurationPropertySource(
                    Map.of(
                        "okta.kafka.bootstrap-servers",
                        broker.bootstrapServers(),
                        "okta.kafka.properties.delivery.timeout.ms",
                        "6000",
                        "okta.kafka.properties.batch.size",
                        "1")))
            .bindOrCreate("okta.kafka", KafkaSettings.class);
    KafkaTopics topics = new KafkaTopics(settings);
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .ignoreException(KafkaException.class)
        .untilAsserted(topics::ensure);
    Properties camels = new Properties();
    camels.put("key.serializer", StringSerializer.class.getName());
    camels.put("value.serializer", StringSerializer.class.getName());
    return new KafkaClients(settings, topics).getProducer(camels);
  }

  /** Brokers may be away for hours, and each second something is sent to them in vain. */
  @Test
  void whatFailedLeavesNothingBehind() throws Exception {
    Set<String> others = clients();
    try (TestBroker broker = TestBroker.start(folder.resolve("again"));
        Producer<Object, Object> producer = producer(broker)) {
      for (int number = 0; number < 3; number++) {
        untilTaken(producer, number);
        broker.stop();
        Future<?> inVain = send(producer, number);
        assertThatThrownBy(inVain::get).hasMessageContaining("didn't take what was sent");
        broker.startAgain();
      }
      untilTaken(producer, 3);
      assertThat(clients()).hasSize(others.size() + 1).containsAll(others);
    }
    assertThat(clients()).isEqualTo(others);
  }

  /** Of all producers whose figures are in JMX, which holds them. */
  private static Set<String> clients() throws JMException {
    return ManagementFactory.getPlatformMBeanServer()
        .queryNames(new ObjectName("kafka.producer:*"), null)
        .stream()
        .map(name -> name.getKeyProperty("client-id"))
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }

  /** A broker that has just begun may not know its topics yet; nothing is sent until it does. */
  private static void untilTaken(Producer<Object, Object> producer, int number) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .pollInSameThread()
        .ignoreExceptionsMatching(
            e -> e instanceof KafkaException || e instanceof ExecutionException)
        .until(() -> send(producer, number).get() != null);
  }

  private static Future<RecordMetadata> send(Producer<Object, Object> producer, int number) {
    return producer.send(new ProducerRecord<>(KafkaTopics.EVENTS, KEY, String.valueOf(number)));
  }

  private static List<String> values(TestBroker broker) {
    return broker.read(KafkaTopics.EVENTS).stream().map(ConsumerRecord::value).toList();
  }
}
