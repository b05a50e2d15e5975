package org.oktadata.store;

import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.transaction.TransactionSystemException;

/** Looks through a failure and what caused it: drivers, pools and frameworks wrap one another's. */
public final class Causes {

  /** Deeper chains don't occur; one that bites its tail must not hang us. */
  private static final int DEEPEST = 100;

  private Causes() {}

  /** The failure, its cause, the cause of that, and so on; nothing where it is null. */
  public static Stream<Throwable> of(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Causes::next).limit(DEEPEST);
  }

  /** What the innermost of them says that says anything; null where none does. */
  public static String reason(Throwable failure) {
    return of(failure)
        .map(Throwable::getMessage)
        .filter(Objects::nonNull)
        .reduce((outer, inner) -> inner)
        .orElse(null);
  }

  /** That a transaction couldn't be rolled back says less than what it was to be for. */
  private static Throwable next(Throwable failure) {
    return failure instanceof TransactionSystemException end
            && end.getApplicationException() != null
        ? end.getApplicationException()
        : failure.getCause();
  }

  /** The first of them that is of the type, or null. */
  public static <T> T find(Throwable failure, Class<T> type) {
    return of(failure).filter(type::isInstance).map(type::cast).findFirst().orElse(null);
  }
}
