package org.oktadata.events;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** What couldn't be taken in, tried again: its integration may be connected now. */
@Component
public class Quarantine {

  private record Held(String integration, String source, String payload) {}

  /**
   * @param events how many events were stored or known already
   * @param reason why there were none, null where there were some
   */
  public record Replay(int events, String reason) {}

  private final JdbcClient database;
  private final Envelopes envelopes;
  private final IntakeKeys connected;
  private final StreamingSettings.Sqs queue;
  private final ObjectProvider<ProducerTemplate> routes;
  private final TransactionTemplate transaction;

  Quarantine(
      JdbcClient database,
      Envelopes envelopes,
      IntakeKeys connected,
      StreamingSettings settings,
      ObjectProvider<ProducerTemplate> routes,
      TransactionTemplate transaction) {
    this.database = database;
    this.envelopes = envelopes;
    this.connected = connected;
    this.queue = settings.sqs();
    this.routes = routes;
    this.transaction = transaction;
  }

  /** Takes a quarantined message in again; empty where there is none of that id. */
  public Optional<Replay> replay(long id) {
    return replay(id, () -> {});
  }

  /**
   * Takes a quarantined message in again; empty where there is none of that id.
   *
   * @param note written before anything is stored, where there is something to replay
   */
  public Optional<Replay> replay(long id, Runnable note) {
    return database
        .sql("select integration, source, payload from store.quarantine where id = ?")
        .param(id)
        .query((row, number) -> new Held(row.getString(1), row.getString(2), row.getString(3)))
        .optional()
        .map(
            held -> {
              note.run();
              return transaction.execute(status -> inTurn(id, held));
            });
  }

  /** Who asks at the same time waits: what still can't be taken in would wait on twice. */
  private Replay inTurn(long id, Held held) {
    boolean waits =
        database
            .sql(
                "select true from store.quarantine where id = ? and replayed_at is null for update")
            .param(id)
            .query(Boolean.class)
            .optional()
            .isPresent();
    return waits ? replay(id, held) : new Replay(0, "It was replayed already.");
  }

  private Replay replay(long id, Held held) {
    Letter letter = envelopes.open(held.payload().getBytes(StandardCharsets.UTF_8));
    if (letter.events().isEmpty()) {
      boolean cut = held.payload().length() >= Refusal.MOST;
      return new Replay(0, (cut ? "It was cut. " : "") + letter.refusals().get(0).reason());
    }
    String integration = integration(held, letter);
    if (!connected.isConnected(integration)) {
      return new Replay(0, "Nothing says whose events these are, or it isn't connected.");
    }
    // What still can't be taken in waits on by itself: this one isn't replayed twice.
    Batch batch = new Batch(integration, "replay", letter.events(), letter.refusals());
    Exchange stored =
        routes
            .getObject()
            .request("direct:store-batch", exchange -> exchange.setVariable("batch", batch));
    if (stored.getException() != null) {
      throw new IllegalStateException(stored.getException());
    }
    database.sql("update store.quarantine set replayed_at = now() where id = ?").param(id).update();
    return new Replay(letter.events().size(), null);
  }

  /** Whose events these are, as the intake would say it today; null where nothing says it. */
  private String integration(Held held, Letter letter) {
    if (held.integration() != null) {
      return held.integration();
    }
    boolean open = letter.integration() == null && held.source().equals(SqsMessages.DOOR);
    return open ? queue.integration() : letter.integration();
  }
}
