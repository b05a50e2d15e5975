package org.oktadata.kafka;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.springframework.stereotype.Component;

/**
 * Which topic okta.changes is. One that was deleted and made again, or that lies on other brokers,
 * has another id, although records go into it as if nothing had been.
 */
@Component
class ChangesTopic {

  /** Each look is a client of its own, which may have to log in. */
  private static final long LOOK = Duration.ofSeconds(30).toNanos();

  private final KafkaSettings settings;
  private String id;
  private long askedAt;
  private boolean doubted = true;

  ChangesTopic(KafkaSettings settings) {
    this.settings = settings;
  }

  /** Its id, asked for every half a minute; as known before where brokers don't say, or null. */
  synchronized String id() {
    if (doubted || System.nanoTime() - askedAt >= LOOK) {
      doubted = false;
      askedAt = System.nanoTime();
      ask();
    }
    return id;
  }

  /** Something wasn't taken, so it may be gone. */
  synchronized void doubt() {
    doubted = true;
  }

  private void ask() {
    try (Admin admin = KafkaClients.admin(settings)) {
      Uuid said =
          admin
              .describeTopics(List.of(KafkaTopics.CHANGES))
              .allTopicNames()
              .get()
              .get(KafkaTopics.CHANGES)
              .topicId();
      id = said.equals(Uuid.ZERO_UUID) ? id : said.toString();
    } catch (KafkaException | ExecutionException e) {
      doubted = id == null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException(e);
    }
  }
}
