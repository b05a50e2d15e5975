package org.oktadata.events;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** What couldn't be taken in, tried again: its integration may be connected now. */
@Component
public class Quarantine {

  /** What events that are replayed come through. */
  private static final String DOOR = "replay";

  /** What a replay put aside itself. */
  private static final String PUT_ASIDE =
      " from store.quarantine where source = ? and integration = ? and id > ?";

  private record Held(String integration, String source, String payload) {}

  /**
   * @param events how many events were stored or known already
   * @param waiting how many parts of the message still can't be taken in, and wait on by themselves
   * @param reason why there were no events, null where there were some
   */
  public record Replay(int events, int waiting, String reason) {

    private static Replay refused(String reason) {
      return new Replay(0, 0, reason);
    }
  }

  private final JdbcClient database;
  private final Envelopes envelopes;
  private final IntakeKeys connected;
  private final StreamingSettings.Sqs queue;
  private final ObjectProvider<ProducerTemplate> routes;
  private final TransactionTemplate transaction;
  private final Lock one = new ReentrantLock();

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
              // Who waits here holds none of the connections that collecting needs.
              one.lock();
              try {
                return transaction.execute(status -> inTurn(id, held));
              } finally {
                one.unlock();
              }
            });
  }

  /**
   * One replay at a time, of all instances: what the others put aside meanwhile is told apart by
   * its number.
   */
  private Replay inTurn(long id, Held held) {
    database.sql("select 1 from pg_advisory_xact_lock(hashtext('replay'), 0)").query().singleRow();
    boolean waits =
        database
            .sql(
                "select true from store.quarantine where id = ? and replayed_at is null for update")
            .param(id)
            .query(Boolean.class)
            .optional()
            .isPresent();
    return waits ? replay(id, held) : Replay.refused("It was replayed already.");
  }

  private Replay replay(long id, Held held) {
    Letter letter = envelopes.open(held.payload().getBytes(StandardCharsets.UTF_8));
    if (letter.events().isEmpty()) {
      boolean cut = held.payload().length() >= Refusal.MOST;
      return Replay.refused((cut ? "It was cut. " : "") + letter.refusals().get(0).reason());
    }
    String integration = integration(held, letter);
    if (!connected.isConnected(integration)) {
      return Replay.refused("Nothing says whose events these are, or it isn't connected.");
    }
    long before =
        database
            .sql("select coalesce(max(id), 0) from store.quarantine")
            .query(Long.class)
            .single();
    store(new Batch(integration, DOOR, letter.events(), letter.refusals()));
    List<String> refused =
        database
            .sql("select reason" + PUT_ASIDE + " order by id")
            .params(DOOR, integration, before)
            .query(String.class)
            .list();
    long parts = letter.refusals().stream().map(Refusal::payload).distinct().count();
    int taken = (int) (letter.events().size() - refused.size() + parts);
    if (taken == 0) {
      database.sql("delete" + PUT_ASIDE).params(DOOR, integration, before).update();
      return Replay.refused(refused.get(0));
    }
    database.sql("update store.quarantine set replayed_at = now() where id = ?").param(id).update();
    return new Replay(taken, refused.size(), null);
  }

  private void store(Batch batch) {
    Exchange stored =
        routes
            .getObject()
            .request("direct:store-batch", exchange -> exchange.setVariable("batch", batch));
    if (stored.getException() != null) {
      throw new IllegalStateException(stored.getException());
    }
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
