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
  private final KafkaClients clients;

  KafkaHealthIndicator(KafkaTopics topics, KafkaClients clients) {
    this.topics = topics;
    this.clients = clients;
  }

  @Override
  public Health health() {
    Health.Builder health = Health.up().withDetail("topics", topics.state());
    String refusal = clients.refusal();
    if (refusal != null) {
      health.withDetail("events", "can't be taken: " + refusal);
    }
    return health.build();
  }
}
