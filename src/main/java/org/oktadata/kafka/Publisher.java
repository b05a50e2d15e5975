package org.oktadata.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.apache.kafka.common.KafkaException;
import org.oktadata.instances.Fleet;
import org.oktadata.store.OneLine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Tells others of changed documents and findings through Kafka. What was told leaves the outbox
 * once the brokers have acknowledged it: a kill in between tells it again, in the same order. Of
 * several instances one tells at a time. One that stood still for so long that PostgreSQL ended its
 * transaction may have told something old after what another told meanwhile, so it lets all of that
 * be told once more.
 */
@Component
public class Publisher {

  private static final Logger log = LoggerFactory.getLogger(Publisher.class);

  /** Then it goes on with the next heartbeat. */
  private static final long NANOS = TimeUnit.SECONDS.toNanos(5);

  /** Of route publish, which only those with Kafka have. */
  private static final String TRIGGER = "okta.publish";

  private final KafkaSettings settings;
  private final KafkaTopics topics;
  private final ChangesTopic changes;
  private final Fleet fleet;
  private final Outbox outbox;
  private final PublishedRecords records;
  private final ObjectProvider<ProducerTemplate> routes;
  private final TransactionTemplate transaction;
  private volatile boolean waits;
  private volatile boolean keeps;

  /** What was sent in a transaction that didn't come to its end. */
  private final Queue<Waiting> doubtful = new ConcurrentLinkedQueue<>();

  Publisher(
      KafkaSettings settings,
      KafkaTopics topics,
      ChangesTopic changes,
      Fleet fleet,
      Outbox outbox,
      PublishedRecords records,
      ObjectProvider<ProducerTemplate> routes,
      PlatformTransactionManager transactions) {
    this.settings = settings;
    this.topics = topics;
    this.changes = changes;
    this.fleet = fleet;
    this.outbox = outbox;
    this.records = records;
    this.routes = routes;
    this.transaction = new TransactionTemplate(transactions);
  }

  /** Whoever holds the tables meanwhile, such as a dump, keeps no application from its start. */
  @EventListener(ApplicationReadyEvent.class)
  void begin() {
    try {
      keepNothingForNobody();
    } catch (DataAccessException e) {
      log.warn(
          "Kafka: it is off, but changes go on being kept for it, because their tables are in use ({}); that is ended within the hour",
          OneLine.join(String.valueOf(e.getMostSpecificCause().getMessage())));
    }
  }

  /** Without Kafka nothing is kept for it, unless another instance goes on with it. */
  public void keepNothingForNobody() {
    if (settings.isOn()) {
      return;
    }
    if (fleet.hasAnother(TRIGGER)) {
      log.warn(
          "Kafka: another instance tells changes, but this one has no okta.kafka.bootstrap-servers: what it takes in goes past the topics; give all instances the same okta.kafka settings");
    } else if (Boolean.TRUE.equals(transaction.execute(status -> outbox.capture(false)))) {
      log.info("Kafka: changes are no longer told");
    }
  }

  /** Tells what waits, for five seconds at most. While the brokers are away it goes on waiting. */
  public void publish() {
    long started = System.nanoTime();
    try {
      keep();
      topics.ensure();
      boolean more = true;
      while (more && System.nanoTime() - started < NANOS) {
        tellAgain();
        more = batch();
      }
      if (waits) {
        log.info("Kafka: changes are told again");
      }
      waits = false;
    } catch (KafkaException e) {
      changes.doubt();
      if (!waits) {
        log.warn("Kafka: changes can't be told and wait in the database: {}", e.getMessage());
      }
      waits = true;
    }
  }

  /**
   * From the first heartbeat on, whether the brokers answer or not: what changes waits for them.
   */
  private void keep() {
    if (!keeps) {
      keeps = Boolean.TRUE.equals(transaction.execute(status -> isKept()));
    }
  }

  private boolean isKept() {
    Outbox.Position at = outbox.lock();
    if (at != null && !at.capturing() && outbox.capture(true)) {
      log.info("Kafka: changes are told from now on, after all documents as they are");
    }
    return at != null;
  }

  private void tellAgain() {
    List<Waiting> told = List.copyOf(doubtful);
    if (!told.isEmpty()) {
      transaction.executeWithoutResult(status -> outbox.again(told));
      doubtful.removeAll(told);
      log.warn("Kafka: {} changes are told once more, as they are now", told.size());
    }
  }

  /** The brokers are asked beforehand: PostgreSQL ends a transaction that waits for long. */
  private boolean batch() {
    List<Waiting> sent = new ArrayList<>();
    String topic = changes.id(outbox.topic());
    try {
      return Boolean.TRUE.equals(transaction.execute(status -> batch(topic, sent)));
    } catch (DataAccessException | TransactionException e) {
      doubtful.addAll(sent);
      throw e;
    }
  }

  /** What may have been sent is noted, until it is certain that nobody else told meanwhile. */
  private boolean batch(String topic, List<Waiting> sent) {
    Outbox.Position at = outbox.lock();
    if (at == null) {
      return false;
    }
    if (!at.capturing()) {
      keeps = false; // an instance without Kafka has ended it
      return false;
    }
    if (isAnother(topic, at.topic())) {
      return true;
    }
    Outbox.Batch batch = outbox.next(at);
    outbox.check();
    sent.addAll(batch.waiting());
    try {
      send(batch.waiting());
    } finally {
      outbox.check();
    }
    outbox.told(at, batch.waiting());
    if (batch.waiting().isEmpty() && at.snapshot() != null) {
      log.info("Kafka: all documents are told");
    }
    return batch.full();
  }

  /**
   * Records go into a topic that was made anew as if nothing had been, but it knows no document.
   */
  private boolean isAnother(String topic, String before) {
    if (topic == null || topic.equals(before)) {
      return false;
    }
    outbox.tellTo(topic);
    if (before != null) {
      log.warn(
          "Kafka: {} is another topic than it was, so all documents are told again; if this comes again and again, give all instances the same okta.kafka.bootstrap-servers",
          KafkaTopics.CHANGES);
    }
    return before != null;
  }

  private void send(List<Waiting> waiting) {
    List<Message> messages = waiting.stream().map(records::of).filter(Objects::nonNull).toList();
    if (!messages.isEmpty()) {
      Exchange sent =
          routes
              .getObject()
              .request(
                  "direct:publish-records", exchange -> exchange.getMessage().setBody(messages));
      if (sent.getException() != null) {
        throw new KafkaException(sent.getException().getMessage(), sent.getException());
      }
    }
  }
}
