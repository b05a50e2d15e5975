package org.oktadata.kafka;

import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;

/**
 * A consumer that takes no refusal for the last word. Camel ends a consumer for good whose login is
 * refused, and connects anew at once after anything else: so whatever a poll meets is told as a
 * failure that passes, after a pause that spares brokers and log.
 */
final class PatientConsumer extends KafkaConsumer<Object, Object> {

  /** Shorter than the route waits for its consumers when it stops. */
  private static final long PAUSE = Duration.ofSeconds(3).toNanos();

  private final Consumer<String> problems;

  PatientConsumer(Properties properties, Consumer<String> problems) {
    super(properties);
    this.problems = problems;
  }

  @Override
  public ConsumerRecords<Object, Object> poll(Duration timeout) {
    try {
      return super.poll(timeout);
    } catch (WakeupException | InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      problems.accept(e.getMessage());
      LockSupport.parkNanos(PAUSE);
      throw new KafkaException(e.getMessage(), e);
    }
  }
}
