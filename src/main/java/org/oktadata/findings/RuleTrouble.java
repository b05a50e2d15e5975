package org.oktadata.findings;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Detections whose SQL failed when it ran, until the file is edited or it works again. It is in
 * table {@code store.rule_trouble}, so that every instance shows what the one that reads events has
 * met, also after a restart, and so that what one missed while it was left out is hunted for
 * whichever instance finds that it works again. Written in transactions of their own: a batch that
 * comes again has still met it.
 */
@Component
class RuleTrouble {

  /** Another instance may have noted some before it left reading to this one. */
  private static final Duration FRESH = Duration.ofSeconds(10);

  /** What a rule as a file has it met. */
  record Trouble(String fingerprint, String problem) {

    /** What it says of that rule; null where it is about another text of the file. */
    String of(Rule rule) {
      return fingerprint.equals(rule.fingerprint()) ? problem : null;
    }

    private Trouble withoutValues() {
      return new Trouble(fingerprint, problem.replaceAll("\"[^\"]*(\"|…)|\\d+", "…"));
    }
  }

  /**
   * The rules that have a row.
   *
   * @param since when that was looked up, by a clock that nobody sets, in nanoseconds
   */
  private record Troubled(Set<String> rules, long since) {}

  private final JdbcClient database;
  private final TransactionTemplate alone;
  private final LongSupplier nanos;
  private final Map<String, Trouble> told = new ConcurrentHashMap<>();
  private volatile Troubled troubled;

  @Autowired
  RuleTrouble(JdbcClient database, PlatformTransactionManager transactions) {
    this(database, transactions, System::nanoTime);
  }

  RuleTrouble(JdbcClient database, PlatformTransactionManager transactions, LongSupplier nanos) {
    this.database = database;
    this.alone = new TransactionTemplate(transactions);
    this.alone.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    this.nanos = nanos;
  }

  /**
   * Whether this is news; the problem names the file. The same trouble with another event's value
   * is none.
   */
  boolean noted(Detection rule, String problem) {
    return noted(rule, problem, null);
  }

  /**
   * Notes that the rule is left out for a while.
   *
   * @param missed since when events aren't held against it; an earlier time stays
   * @return whether this is news
   */
  boolean rests(Detection rule, String problem, Instant missed) {
    return noted(rule, problem, Timestamp.from(missed));
  }

  private boolean noted(Detection rule, String problem, Timestamp missed) {
    Trouble now = new Trouble(rule.fingerprint(), problem);
    write(rule, now, missed);
    troubled = null;
    Trouble before = told.put(rule.id(), now);
    return before == null || !before.withoutValues().equals(now.withoutValues());
  }

  private void write(Detection rule, Trouble now, Timestamp missed) {
    alone.executeWithoutResult(
        status ->
            database
                .sql(
                    """
                    insert into store.rule_trouble as t (rule, fingerprint, problem, missed) values (?, ?, ?, ?)
                    on conflict (rule) do update set fingerprint = excluded.fingerprint, problem = excluded.problem, noted_at = now(),
                      missed = coalesce(t.missed, excluded.missed)""")
                .params(rule.id(), now.fingerprint(), now.problem(), missed)
                .update());
  }

  /**
   * It works; what it missed is hunted for. Called for each rule with each batch, so the database
   * is asked now and then only.
   */
  void cleared(Detection rule) {
    told.remove(rule.id());
    if (troubled().contains(rule.id())) {
      alone.executeWithoutResult(
          status ->
              database
                  .sql(
                      """
                      with over as (delete from store.rule_trouble where rule = ? returning rule, missed)
                      insert into store.hunt (rule, requested_by, since)
                      select rule, 'made up for a pause', missed from over where missed is not null""")
                  .param(rule.id())
                  .update());
      troubled = null;
    }
  }

  private Set<String> troubled() {
    Troubled known = troubled;
    if (known == null || nanos.getAsLong() - known.since() > FRESH.toNanos()) {
      known = new Troubled(all().keySet(), nanos.getAsLong());
      troubled = known;
    }
    return known.rules();
  }

  /** What each rule that has trouble met last. */
  Map<String, Trouble> all() {
    Map<String, Trouble> all = new HashMap<>();
    database
        .sql("select rule, fingerprint, problem from store.rule_trouble")
        .query(
            row -> {
              all.put(row.getString(1), new Trouble(row.getString(2), row.getString(3)));
            });
    return all;
  }

  /** Forgets rules other than these, whose files are gone. */
  void forgetOthers(List<Detection> rules) {
    database
        .sql("delete from store.rule_trouble where not (rule = any (:rules))")
        .param("rules", rules.stream().map(Detection::id).toArray(String[]::new))
        .update();
  }
}
