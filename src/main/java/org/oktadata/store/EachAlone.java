package org.oktadata.store;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;

/**
 * Does something for each of several, so that one for which it fails leaves the others alone. Each
 * failure is told once, until it has changed or is over.
 */
public final class EachAlone {

  private final Logger log;
  private final Map<String, String> told = new ConcurrentHashMap<>();

  public EachAlone(Logger log) {
    this.log = log;
  }

  /**
   * @param name of one of them, for the log
   * @throws RuntimeException where the database is away, which is so for all of them
   */
  public <T> void of(Collection<T> those, Function<T, String> name, Consumer<T> work) {
    of(those, name, work, each -> false);
  }

  /**
   * The same where one of them may have been removed since they were listed, which is no failure.
   *
   * @param isGone asked where it fails
   */
  public <T> void of(
      Collection<T> those, Function<T, String> name, Consumer<T> work, Predicate<T> isGone) {
    those.forEach(each -> one(name.apply(each), () -> work.accept(each), () -> isGone.test(each)));
  }

  private void one(String name, Runnable work, BooleanSupplier isGone) {
    try {
      work.run();
      told.remove(name);
    } catch (RuntimeException e) {
      if (SqlState.AWAY.is(e)) {
        throw e;
      }
      if (isGone.getAsBoolean()) {
        told.remove(name);
        return;
      }
      String problem = SqlProblem.of(e);
      if (!problem.equals(told.put(name, problem))) {
        log.error("{}: {}", name, problem);
      }
    }
  }
}
