package org.oktadata.events;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.springframework.stereotype.Component;

/** Opens what came over HTTP; whose it is, the address says. */
@Component
public class IntakeLetters {

  private final Envelopes envelopes;

  IntakeLetters(Envelopes envelopes) {
    this.envelopes = envelopes;
  }

  /** Leaves letter and batch as variables. */
  public void open(Exchange exchange) {
    Message message = exchange.getMessage();
    byte[] body = message.getBody(byte[].class);
    Letter letter = envelopes.open(body == null ? new byte[0] : body);
    String integration = message.getHeader("name", String.class);
    String door =
        message.getHeader("door", String.class).equals("eventbridge")
            ? "eventbridge"
            : "event-hook";
    exchange.setVariable("letter", letter);
    exchange.setVariable("batch", new Batch(integration, door, letter.events(), letter.refusals()));
  }
}
