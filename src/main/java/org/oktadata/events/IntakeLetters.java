package org.oktadata.events;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.springframework.stereotype.Component;

/** Opens what came over HTTP; whose it is, the address says. */
@Component
public class IntakeLetters {

  private final Envelopes envelopes;
  private final IntakeKeys connected;

  IntakeLetters(Envelopes envelopes, IntakeKeys connected) {
    this.envelopes = envelopes;
    this.connected = connected;
  }

  /** Leaves batch as a variable, and letter, which has all of it. */
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
    exchange.setVariable("batch", batch(integration, door, letter));
  }

  /** Events of an integration that isn't connected wait in quarantine until it is. */
  private Batch batch(String integration, String door, Letter letter) {
    if (letter.events().isEmpty() || connected.isConnected(integration)) {
      return new Batch(integration, door, letter.events(), letter.refusals());
    }
    String reason = "No integration named '" + integration + "' is connected.";
    List<Refusal> refusals = new ArrayList<>(letter.refusals());
    letter.events().forEach(event -> refusals.add(Refusal.of(reason, integration, event)));
    return new Batch("", door, List.of(), refusals);
  }
}
