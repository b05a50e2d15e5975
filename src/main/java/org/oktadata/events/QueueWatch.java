package org.oktadata.events;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.PollingConsumerPollStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.core.exception.AbortedException;

/** Whether the queue can be read, said once each time that changes. */
@Component
public class QueueWatch implements PollingConsumerPollStrategy, MeterBinder {

  private static final Logger log = LoggerFactory.getLogger(QueueWatch.class);

  private enum State {
    OFF,
    NOT_POLLED,
    READY,
    UNREADABLE
  }

  private record Seen(State state, String told) {}

  private static final Seen READY = new Seen(State.READY, "ready");

  private final String queueUrl;
  private final String owner;
  private final IntakeKeys connected;
  private final AtomicReference<Seen> last;

  QueueWatch(StreamingSettings settings, IntakeKeys connected) {
    this.queueUrl = settings.sqs().queueUrl();
    this.owner = settings.sqs().integration();
    this.connected = connected;
    this.last =
        new AtomicReference<>(
            queueUrl == null
                ? new Seen(State.OFF, "off")
                : new Seen(State.NOT_POLLED, "not polled yet"));
  }

  /** For the health details. */
  String state() {
    return last.get().told();
  }

  /** Nothing where no queue is configured. */
  @Override
  public void bindTo(MeterRegistry registry) {
    if (queueUrl != null) {
      Gauge.builder("okta.queue.up", last, seen -> seen.get().state() == State.UNREADABLE ? 0 : 1)
          .description("1 while the queue can be read, otherwise 0")
          .register(registry);
    }
  }

  @EventListener(ApplicationReadyEvent.class)
  void sayWhetherItIsOn() {
    if (queueUrl == null) {
      log.info("Streams: SQS is off, because okta.streaming.sqs.queue-url isn't set");
    } else {
      log.info("Streams: events are taken from {}", queueUrl);
      sayWhoseTheyAre();
    }
  }

  /** A name that is misspelt would show only where somebody looks into the quarantine. */
  private void sayWhoseTheyAre() {
    try {
      if (owner != null && !connected.isConnected(owner)) {
        log.warn(
            "Streams: okta.streaming.sqs.integration is {}, but no integration of that name is connected: events whose envelope names none go to the quarantine until it is",
            owner);
      }
    } catch (DataAccessException databaseIsAway) {
      // The heartbeat says so.
    }
  }

  @Override
  public boolean begin(Consumer consumer, Endpoint endpoint) {
    return true;
  }

  @Override
  public void commit(Consumer consumer, Endpoint endpoint, int polledMessages) {
    if (last.getAndSet(READY).state() == State.UNREADABLE) {
      log.info("Streams: the queue can be read again");
    }
  }

  @Override
  public boolean rollback(Consumer consumer, Endpoint endpoint, int retryCounter, Exception cause) {
    if (cause instanceof AbortedException) {
      return false; // The route is being stopped: that says nothing of the queue.
    }
    String reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    String told = "The queue can't be read: " + reason.lines().findFirst().orElse("");
    if (last.getAndSet(new Seen(State.UNREADABLE, told)).state() != State.UNREADABLE) {
      log.warn("Streams: {}", told);
    }
    return false;
  }
}
