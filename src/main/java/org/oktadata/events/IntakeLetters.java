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

  /** Leaves letter and batch as variables. */
  public void open(Exchange exchange) {
    Message message = exchange.getMessage();
    byte[] body = message.getBody(byte[].class);
    String integration = message.getHeader("name", String.class);
    boolean known = connected.isConnected(integration);
    Letter opened = envelopes.open(body == null ? new byte[0] : body);
    Letter letter = known ? opened : putAside(integration, opened);
    String door =
        "eventbridge".equals(message.getHeader("door", String.class))
            ? "eventbridge"
            : "event-hook";
    exchange.setVariable("letter", letter);
    exchange.setVariable(
        "batch", new Batch(known ? integration : "", door, letter.events(), letter.refusals()));
  }

  /** Events of an integration that isn't connected wait in quarantine until it is. */
  private static Letter putAside(String integration, Letter letter) {
    String reason = "No integration named '" + integration + "' is connected.";
    List<Refusal> refusals = new ArrayList<>(letter.refusals());
    letter.events().forEach(event -> refusals.add(Refusal.of(reason, integration, event)));
    return new Letter(letter.source(), List.of(), List.of(), refusals, null, letter.broken());
  }
}
