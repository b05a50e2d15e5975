package org.oktadata.kafka;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.stereotype.Component;

/** Kafka as a detail. Brokers that are away are no reason to restart, so the status is UP. */
@Component
@ConditionalOnExpression("!'${okta.kafka.bootstrap-servers:}'.isBlank()")
class KafkaHealthIndicator implements HealthIndicator {

  private final KafkaTopics topics;

  KafkaHealthIndicator(KafkaTopics topics) {
    this.topics = topics;
  }

  @Override
  public Health health() {
    return Health.up().withDetail("topics", topics.state()).build();
  }
}
