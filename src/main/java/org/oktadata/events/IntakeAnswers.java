package org.oktadata.events;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.kafka.common.KafkaException;
import org.oktadata.json.JsonText;
import org.oktadata.store.Causes;
import org.oktadata.store.DatabaseAway;
import org.oktadata.store.SqlState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What the intakes answer. Nothing of the request is repeated but Okta's challenge. */
@Component
public class IntakeAnswers {

  private static final Logger log = LoggerFactory.getLogger(IntakeAnswers.class);
  private static final String CHALLENGE = "x-okta-verification-challenge";
  private static final long SAY_AGAIN = Duration.ofMinutes(1).toNanos();

  private final ObjectMapper json;
  private final AtomicLong saidAt = new AtomicLong(System.nanoTime() - SAY_AGAIN);

  IntakeAnswers(ObjectMapper json) {
    this.json = json;
  }

  /** Okta's one-time verification of an event hook. */
  public void verification(Exchange exchange) {
    String challenge = exchange.getMessage().getHeader(CHALLENGE, String.class);
    if (challenge == null || challenge.isEmpty()) {
      problem(exchange, 400, "Bad Request", "The header " + CHALLENGE + " is missing.");
    } else {
      answer(exchange, 200, "application/json", Map.of("verification", challenge));
    }
  }

  /** Everything is committed: events in the store, the rest in quarantine. */
  public void taken(Exchange exchange) {
    Letter letter = exchange.getVariable("letter", Letter.class);
    if (letter.broken()) {
      problem(exchange, 400, "Bad Request", letter.refusals().get(0).reason());
    } else {
      Map<String, Object> counts = new LinkedHashMap<>();
      counts.put("events", letter.events().size());
      counts.put("quarantined", letter.refusals().size());
      answer(exchange, 200, "application/json", counts);
    }
  }

  /** More than the agreed requests a second. */
  public void tooMany(Exchange exchange) {
    problem(exchange, 429, "Too Many Requests", "Send larger batches, or later.");
    exchange.getMessage().setHeader("Retry-After", "1");
  }

  /** Not stored, so the sender is to send it again. */
  public void failed(Exchange exchange) {
    Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    long said = saidAt.get();
    if (System.nanoTime() - said >= SAY_AGAIN && saidAt.compareAndSet(said, System.nanoTime())) {
      tell(failure);
    }
    problem(exchange, 503, "Service Unavailable", "It couldn't be stored; send it again.");
    exchange.getMessage().setHeader("Retry-After", "5");
  }

  /**
   * A database that is away, or brokers that are, explain themselves; anything else may be a
   * mistake of ours.
   */
  private static void tell(Exception failure) {
    String what = "Streams: what came in couldn't be stored, so senders are asked to repeat";
    if (SqlState.AWAY.is(failure)) {
      log.warn("{}: {}", what, DatabaseAway.explained(failure));
    } else if (Causes.find(failure, KafkaException.class) != null) {
      log.warn("{}: {}", what, Causes.find(failure, KafkaException.class).getMessage());
    } else {
      log.warn(what, failure);
    }
  }

  private void problem(Exchange exchange, int status, String title, String detail) {
    Map<String, Object> problem = new LinkedHashMap<>();
    problem.put("type", "about:blank");
    problem.put("title", title);
    problem.put("status", status);
    problem.put("detail", detail);
    answer(exchange, status, "application/problem+json", problem);
  }

  private void answer(Exchange exchange, int status, String type, Object body) {
    Message message = exchange.getMessage();
    message.removeHeaders("*");
    message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
    message.setHeader(Exchange.CONTENT_TYPE, type);
    message.setBody(JsonText.write(json, body));
  }
}
