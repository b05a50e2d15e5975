package org.oktadata.findings;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.oktadata.store.Timestamps;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Hunts that somebody asks for, and what became of them. {@link RetroHunts} runs them. */
@Component
public class HuntRequests {

  /**
   * A hunt and how far it has come.
   *
   * @param state running, finished or failed
   * @param events events of the rule's types that were looked at so far
   * @param reason why it failed, or null
   */
  public record HuntState(
      long id,
      String rule,
      String requestedBy,
      String state,
      String reason,
      long events,
      Instant since,
      Instant until,
      Instant requestedAt,
      Instant finishedAt) {}

  /** Longer than any System Log is kept. */
  private static final Duration FURTHEST = Duration.ofDays(3_650);

  private final JdbcClient database;
  private final RuleLibrary library;

  HuntRequests(JdbcClient database, RuleLibrary library) {
    this.database = database;
    this.library = library;
  }

  /**
   * Plans a hunt; throws NoSuchElementException where there is no such rule, and
   * IllegalArgumentException for one that cannot run over events, or a time that nobody kept events
   * for.
   */
  public long start(String rule, Duration back, String actor) {
    Rule found =
        library
            .current()
            .find(rule)
            .orElseThrow(
                () -> new NoSuchElementException("There is no rule '%s'.".formatted(rule)));
    if (!(found instanceof Detection detection) || detection.unsupported() != null) {
      throw new IllegalArgumentException(
          "'%s' doesn't run over events, so there is nothing to hunt for.".formatted(rule));
    }
    if (back.isNegative() || back.compareTo(FURTHEST) > 0) {
      throw new IllegalArgumentException(
          "A hunt goes back up to %d days.".formatted(FURTHEST.toDays()));
    }
    return database
        .sql("insert into store.hunt (rule, requested_by, since) values (?, ?, ?) returning id")
        .params(rule, actor, Timestamp.from(Instant.now().minus(back)))
        .query(Long.class)
        .single();
  }

  /** A hunt that was started, or empty. */
  public Optional<HuntState> find(long id) {
    return database
        .sql(
            "select id, rule, requested_by, state, reason, events, since, until, requested_at, finished_at from store.hunt where id = ?")
        .param(id)
        .query(
            (row, n) ->
                new HuntState(
                    row.getLong("id"),
                    row.getString("rule"),
                    row.getString("requested_by"),
                    row.getString("state"),
                    row.getString("reason"),
                    row.getLong("events"),
                    Timestamps.instant(row, "since"),
                    Timestamps.instant(row, "until"),
                    Timestamps.instant(row, "requested_at"),
                    Timestamps.instant(row, "finished_at")))
        .optional();
  }
}
