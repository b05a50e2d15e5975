package org.oktadata.kafka;

import org.apache.kafka.common.KafkaException;

/** Kafka can't be written to at the moment. Its message is a sentence for people. */
final class KafkaFailure extends KafkaException {

  private static final long serialVersionUID = 1L;

  KafkaFailure(String sentence, Throwable cause) {
    super(sentence, cause);
  }

  /** What was sent wasn't taken, or not all of it. */
  static KafkaFailure of(String reason, Throwable cause) {
    return new KafkaFailure(
        "Kafka's brokers didn't take what was sent (%s); it is sent again, so look at the brokers if this goes on"
            .formatted(reason),
        cause);
  }
}
