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

  /**
   * Its id, asked for every half a minute, and at once where it isn't the one that was told to
   * last: another instance may have learnt of a newer one.
   *
   * @param before the id that was told to last, or null
   * @return {@code before} where the brokers don't say another; null before they said any
   */
  synchronized String id(String before) {
    boolean differs = id != null && !id.equals(before);
    if (doubted || differs || System.nanoTime() - askedAt >= LOOK) {
      doubted = false;
      askedAt = System.nanoTime();
      return ask() ? id : before;
    }
    return id;
  }

  /** Something wasn't taken, so it may be gone. */
  synchronized void doubt() {
    doubted = true;
  }

  /** Whether the brokers say it. */
  private boolean ask() {
    try (Admin admin = KafkaClients.admin(settings)) {
      Uuid said =
          admin
              .describeTopics(List.of(KafkaTopics.CHANGES))
              .allTopicNames()
              .get()
              .get(KafkaTopics.CHANGES)
              .topicId();
      if (said.equals(Uuid.ZERO_UUID)) {
        return false;
      }
      id = said.toString();
      return true;
    } catch (KafkaException | ExecutionException e) {
      doubted = id == null;
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException(e);
    }
  }
}
