package org.oktadata.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Each look at the topics is a client of its own, with a connection and a login. */
@ExtendWith(OutputCaptureExtension.class)
class KafkaTopicsTest {

  @Test
  void manyRecordsThatAreRefusedAtOnceAreNoManyLooks(@TempDir Path folder, CapturedOutput log) {
    try (TestBroker broker = TestBroker.start(folder)) {
      KafkaTopics topics =
          new KafkaTopics(
              new Binder(
                      new MapConfigurationPropertySource(
                          Map.of("okta.kafka.bootstrap-servers", broker.bootstrapServers())))
                  .bind("okta.kafka", Bindable.of(KafkaSettings.class))
                  .get());
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptions()
          .untilAsserted(topics::ensure);
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

  private static int looks(CapturedOutput log) {
    return (int)
        log.getAll().lines().filter(line -> line.contains("AdminClientConfig values")).count();
  }
}
