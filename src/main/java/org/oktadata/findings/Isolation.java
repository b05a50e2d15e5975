package org.oktadata.findings;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.oktadata.store.SqlState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Lets a rule fail alone: others keep their transaction, and of the rule's own events only those
 * that make its SQL fail are left out. A database that is away is nobody's fault: then the whole
 * batch comes again. So it does, twice, where one is too slow for a rule: that may pass as well.
 */
@Component
class Isolation {

  private static final Logger log = LoggerFactory.getLogger(Isolation.class);

  /** A rule that fails so often in one batch is wrong itself. */
  private static final int PATIENCE = 8;

  /** How often a rule may be too slow for a batch before the batch goes on without it. */
  private static final int TRIES = 3;

  /** More than there are at a time: what is left behind is forgotten. */
  private static final int SLOW = 1_000;

  /** A rule, and the batch by its first event: a batch that comes again begins where it did. */
  private record Place(String rule, String integration, String uuid) {}

  private final RuleTrouble trouble;
  private final TransactionTemplate savepoint;
  private final Map<Place, Integer> slow =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Place, Integer> eldest) {
              return size() > SLOW;
            }
          });

  Isolation(RuleTrouble trouble, PlatformTransactionManager transactions) {
    this.trouble = trouble;
    this.savepoint = new TransactionTemplate(transactions);
    this.savepoint.setPropagationBehavior(TransactionTemplate.PROPAGATION_NESTED);
  }

  /**
   * The results of the work on all items but those on which it fails.
   *
   * @param batch first event of the batch that the items are of
   * @throws DataAccessException where the batch is to come again
   */
  <T, R> List<R> run(
      Detection rule, LogEvent batch, List<T> items, Function<List<T>, List<R>> work) {
    return attempt(rule, new Place(rule.id(), batch.integration(), batch.uuid()), items, work);
  }

  /** The results of work that is asked for again and again anyway. */
  <R> List<R> run(Detection rule, Supplier<List<R>> work) {
    return attempt(rule, null, List.of(), none -> work.get());
  }

  /**
   * What is made of a rule without the database, such as of its settings: empty where that fails.
   */
  <T> Optional<T> made(Detection rule, Function<Detection, T> work) {
    try {
      return Optional.of(work.apply(rule));
    } catch (IllegalArgumentException | ArithmeticException e) {
      note(rule, e);
      return Optional.empty();
    }
  }

  private <T, R> List<R> attempt(
      Detection rule, Place place, List<T> items, Function<List<T>, List<R>> work) {
    Attempt<T, R> attempt = new Attempt<>(rule, place, work);
    if (place == null || slow.getOrDefault(place, 0) < TRIES) {
      attempt.on(items);
      if (attempt.failures == 0) {
        trouble.cleared(rule);
        slow.remove(place);
      }
    }
    return attempt.results;
  }

  private final class Attempt<T, R> {

    private final Detection rule;
    private final Place place;
    private final Function<List<T>, List<R>> work;
    private final List<R> results = new ArrayList<>();
    private int failures;

    private Attempt(Detection rule, Place place, Function<List<T>, List<R>> work) {
      this.rule = rule;
      this.place = place;
      this.work = work;
    }

    private void on(List<T> items) {
      try {
        results.addAll(savepoint.execute(status -> work.apply(items)));
      } catch (DataAccessException | IllegalArgumentException | ArithmeticException e) {
        boolean tooSlow = SqlState.TOO_SLOW.is(e);
        if (SqlState.AWAY.is(e) || tooSlow && comesAgain()) {
          throw e;
        }
        if (items.size() < 2 || tooSlow) {
          failed(e);
        } else {
          halve(items);
        }
      }
    }

    private boolean comesAgain() {
      return place != null && slow.merge(place, 1, Integer::sum) < TRIES;
    }

    private void halve(List<T> items) {
      int middle = items.size() / 2;
      on(items.subList(0, middle));
      if (failures < PATIENCE) {
        on(items.subList(middle, items.size()));
      }
    }

    private void failed(RuntimeException e) {
      failures++;
      note(rule, e);
    }
  }

  private void note(Detection rule, RuntimeException e) {
    String problem =
        e instanceof DataAccessException refused
            ? RuleProblem.of(rule, refused)
            : "%s: %s".formatted(rule.source(), e.getMessage());
    if (trouble.noted(rule, problem)) {
      log.error("Detection {}: {}", rule.id(), problem);
    }
  }
}
