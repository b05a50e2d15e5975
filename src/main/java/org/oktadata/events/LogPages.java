package org.oktadata.events;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.springframework.stereotype.Component;

/** A page of the System Log, taken apart into events where they go through Kafka. */
@Component
public class LogPages {

  private static final String DOOR = "poll";

  private final Envelopes envelopes;

  LogPages(Envelopes envelopes) {
    this.envelopes = envelopes;
  }

  /**
   * Leaves the page's events in variables letter and batch, their number and the newest's time in
   * headers.
   */
  public void open(Exchange exchange) {
    Message message = exchange.getMessage();
    byte[] page = message.getBody(byte[].class);
    Letter letter =
        isEmpty(page)
            ? new Letter(null, List.of(), List.of(), List.of(), null, false)
            : envelopes.open(page);
    exchange.setVariable("letter", letter);
    exchange.setVariable(
        "batch",
        new Batch(
            message.getHeader("integration", String.class),
            DOOR,
            letter.events(),
            letter.refusals()));
    message.setHeader("records", letter.events().size() + letter.refusals().size());
    message.setHeader("newest", letter.newest());
  }

  private static boolean isEmpty(byte[] page) {
    return page.length < 64
        && new String(page, StandardCharsets.UTF_8).replaceAll("\\s", "").equals("[]");
  }
}
