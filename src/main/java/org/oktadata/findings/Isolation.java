package org.oktadata.findings;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Lets a rule fail alone: others keep their transaction, and of the rule's own events only those
 * that make its SQL fail are left out. A database that is away is nobody's fault: then the whole
 * batch comes again.
 */
@Component
class Isolation {

  private static final Logger log = LoggerFactory.getLogger(Isolation.class);

  /** A rule that fails so often in one batch is wrong itself. */
  private static final int PATIENCE = 8;

  private final RuleTrouble trouble;
  private final TransactionTemplate savepoint;

  Isolation(RuleTrouble trouble, PlatformTransactionManager transactions) {
    this.trouble = trouble;
    this.savepoint = new TransactionTemplate(transactions);
    this.savepoint.setPropagationBehavior(TransactionTemplate.PROPAGATION_NESTED);
  }

  /** The results of the work on all items but those on which it fails. */
  <T, R> List<R> run(Detection rule, List<T> items, Function<List<T>, List<R>> work) {
    Attempt<T, R> attempt = new Attempt<>(rule, work);
    attempt.on(items);
    if (attempt.failures == 0) {
      trouble.cleared(rule);
    }
    return attempt.results;
  }

  private final class Attempt<T, R> {

    private final Detection rule;
    private final Function<List<T>, List<R>> work;
    private final List<R> results = new ArrayList<>();
    private int failures;

    private Attempt(Detection rule, Function<List<T>, List<R>> work) {
      this.rule = rule;
      this.work = work;
    }

    private void on(List<T> items) {
      try {
        results.addAll(savepoint.execute(status -> work.apply(items)));
      } catch (DataAccessException | IllegalArgumentException | ArithmeticException e) {
        if (passesByItself(e)) {
          throw e;
        }
        if (items.size() < 2 || e instanceof QueryTimeoutException) {
          failed(e);
        } else {
          halve(items);
        }
      }
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
      String problem =
          e instanceof DataAccessException refused
              ? ReaderQuery.problem(refused)
              : String.valueOf(e.getMessage());
      if (trouble.noted(rule, problem)) {
        log.error("Detection {} ({}): {}", rule.id(), rule.source(), problem);
      }
    }
  }

  private static boolean passesByItself(RuntimeException e) {
    return (e instanceof TransientDataAccessException && !(e instanceof QueryTimeoutException))
        || e instanceof RecoverableDataAccessException
        || (e instanceof DataAccessResourceFailureException resource && !tooLarge(resource));
  }

  /** PostgreSQL's class 54, program limit exceeded: a value is too large, today and tomorrow. */
  private static boolean tooLarge(DataAccessException e) {
    return e.getMostSpecificCause() instanceof SQLException cause
        && String.valueOf(cause.getSQLState()).startsWith("54");
  }
}
