package org.oktadata.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Two instances, of which one notices first that the topic was made anew. */
class ChangesTopicTest {

  /** Each would take the topic of the other for another one, and tell all documents again. */
  @Test
  void whatAnotherInstanceLearntOfATopicThatWasMadeAnewIsNoOtherTopic(@TempDir Path folder) {
    try (TestBroker broker = TestBroker.start(folder)) {
      KafkaSettings settings =
          new Binder(
                  new MapConfigurationPropertySource(
                      Map.of("okta.kafka.bootstrap-servers", broker.bootstrapServers())))
              .bind("okta.kafka", Bindable.of(KafkaSettings.class))
              .get();
      made(settings);
      ChangesTopic first = new ChangesTopic(settings);
      ChangesTopic second = new ChangesTopic(settings);
      String before = known(first, null);
      assertThat(known(second, before)).isEqualTo(before);
      broker.delete(KafkaTopics.CHANGES);
      made(settings);
      first.doubt();
      String anew = known(first, before);
      assertThat(anew).isNotEqualTo(before);
      assertThat(second.id(anew)).isEqualTo(anew);
      broker.stop();
      assertThat(second.id("told by another")).isEqualTo("told by another");
    }
  }

  private static void made(KafkaSettings settings) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .untilAsserted(() -> new KafkaTopics(settings).ensure());
  }

  private static String known(ChangesTopic topic, String before) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> topic.id(before), id -> id != null);
  }
}
