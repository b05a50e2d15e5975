package org.oktadata.events;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.oktadata.json.JsonElements;
import org.oktadata.json.JsonNumbers;
import org.oktadata.store.SqlState;
import org.springframework.stereotype.Component;

/**
 * A page of the System Log, taken apart into events: where they go through Kafka, and where the
 * database doesn't take the page as a whole.
 */
@Component
public class LogPages {

  private static final String DOOR = "poll";

  /**
   * A page that came so often without being JSON always will. The last time one of the System Log
   * is taken apart here; another list is given up.
   */
  public static final int MOST_BROKEN_PAGES = 5;

  private final Envelopes envelopes;
  private final BatchFailures failures;

  LogPages(Envelopes envelopes, BatchFailures failures) {
    this.envelopes = envelopes;
    this.failures = failures;
  }

  /** Refuses, as the database does other things, what it would take and nobody could read then. */
  public void refuseOdd(@Body byte[] page) throws SQLException {
    if (JsonNumbers.swell(page)) {
      throw new SQLException("Numbers too large to write out", "22003");
    }
  }

  /**
   * Goes on where pieces may help: the page is a list, and what it holds was refused. What isn't
   * JSON all through may have been spoilt on its way, so it is asked for again first.
   */
  public void passOnUnlessPiecesHelp(Exchange exchange) throws SQLException {
    failures.passOnUnlessContent(exchange);
    SQLException refused = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, SQLException.class);
    if (SqlState.NOT_JSON.is(refused)
        && exchange.getVariable("failed", 0, Integer.class) + 1 < MOST_BROKEN_PAGES) {
      throw refused;
    }
    try {
      JsonElements.find(page(exchange), "", "uuid", null);
    } catch (IllegalArgumentException | NoSuchElementException noList) {
      throw refused;
    }
  }

  /**
   * Does the same as {@link #open} with each event by itself, so that one that can't even be read
   * is refused alone.
   */
  public void openEach(Exchange exchange) {
    List<Slice> events = new ArrayList<>();
    List<Refusal> refusals = new ArrayList<>();
    String newest = null;
    for (byte[] text : JsonElements.find(page(exchange), "", "uuid", null).texts()) {
      Letter letter = envelopes.open(text);
      events.addAll(letter.events());
      refusals.addAll(letter.refusals());
      newest = Letter.later(newest, letter.newest());
    }
    leave(exchange, new Letter(null, events, List.of(), refusals, newest, false));
  }

  /**
   * Leaves the page's events in variables letter and batch, their number and the newest's time in
   * headers.
   */
  public void open(Exchange exchange) {
    byte[] page = page(exchange);
    leave(
        exchange,
        JsonElements.isEmptyList(page)
            ? new Letter(null, List.of(), List.of(), List.of(), null, false)
            : envelopes.open(page));
  }

  private static byte[] page(Exchange exchange) {
    return exchange.getMessage().getHeader("page", byte[].class);
  }

  private static void leave(Exchange exchange, Letter letter) {
    Message message = exchange.getMessage();
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
}
