package org.oktadata.findings;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.oktadata.store.Timestamps;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * One decision about many findings, all at once. What is no longer as it was shown is left as it
 * is, and told; what was decided just so already is not decided once more.
 */
@Component
public class ManyDecisions {

  /** About how many at once: checks and events wait for the rows that are held meanwhile. */
  public static final int MOST = 5_000;

  /** Two ends of the same decision, sent twice, differ by less. */
  private static final Duration SAME = Duration.ofMinutes(10);

  /**
   * A finding as somebody saw it.
   *
   * @param state what it was then; null if that doesn't matter
   */
  public record Shown(long id, String state) {}

  /**
   * A finding that is left as it is.
   *
   * @param state what it is, or null where there is no such finding
   */
  public record Left(long id, String state, String reason) {}

  /**
   * What became of it.
   *
   * @param already decided in the same way by the same person before, such as by a second click
   */
  public record Result(List<Long> decided, List<Long> already, List<Left> left) {}

  private record Now(String kind, Decision last) {}

  private final JdbcClient database;
  private final Triage triage;

  ManyDecisions(JdbcClient database, Triage triage) {
    this.database = database;
    this.triage = triage;
  }

  /** Decides about those that are still as they were shown. */
  @Transactional
  public Result decide(List<Shown> shown, Decision decision) {
    Map<Long, Now> held = hold(shown.stream().map(Shown::id).distinct().toList());
    List<Long> due = new ArrayList<>();
    List<Long> already = new ArrayList<>();
    List<Left> left = new ArrayList<>();
    for (Shown each : shown) {
      Now now = held.remove(each.id());
      if (now == null) {
        left.add(new Left(each.id(), null, "isn't there"));
      } else if (same(now.last(), decision)) {
        already.add(each.id());
      } else {
        String obstacle = obstacle(each, now, decision);
        if (obstacle == null) {
          due.add(each.id());
        } else {
          left.add(new Left(each.id(), now.last().state(), obstacle));
        }
      }
    }
    return new Result(due.isEmpty() ? due : triage.decide(due, decision), already, left);
  }

  /**
   * In the order of their ids, as checks do: of two that hold findings none waits for the other.
   */
  private Map<Long, Now> hold(List<Long> ids) {
    Map<Long, Now> held = new HashMap<>();
    database
        .sql(
            """
            select id, kind, state, state_actor, state_reason, state_until, silence_later, state_outcome
            from store.finding where id = any (?) order by id for update""")
        .param(ids.toArray(Long[]::new))
        .query(
            row -> {
              held.put(
                  row.getLong("id"),
                  new Now(
                      row.getString("kind"),
                      new Decision(
                          row.getString("state"),
                          row.getString("state_actor"),
                          row.getString("state_reason"),
                          Timestamps.instant(row, "state_until"),
                          row.getBoolean("silence_later"),
                          row.getString("state_outcome"))));
            });
    return held;
  }

  private static boolean same(Decision last, Decision wanted) {
    return last.state().equals(wanted.state())
        && Objects.equals(last.actor(), wanted.actor())
        && Objects.equals(last.reason(), wanted.reason())
        && Objects.equals(last.outcome(), wanted.outcome())
        && close(last.until(), wanted.until());
  }

  private static boolean close(Instant one, Instant other) {
    return one == null || other == null
        ? one == other
        : Duration.between(one, other).abs().compareTo(SAME) < 0;
  }

  private static String obstacle(Shown shown, Now now, Decision decision) {
    String state = now.last().state();
    if (shown.state() != null && !shown.state().equals(state)) {
      String who = now.last().actor();
      return "is " + state + " by now" + (who == null ? "" : ", by " + who);
    }
    if (state.equals("open") && decision.state().equals("open")) {
      return "is open";
    }
    if (state.equals("resolved") && !decision.state().equals("open")) {
      return "is resolved: there is nothing to decide";
    }
    return decision.state().equals("resolved") && !now.kind().equals("detection")
        ? "is a check's, and resolved when the check passes"
        : null;
  }
}
