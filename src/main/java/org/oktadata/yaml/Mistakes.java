package org.oktadata.yaml;

/** How what is wrong in a text is told. */
@FunctionalInterface
public interface Mistakes {

  /**
   * What to throw.
   *
   * @param line counted from 1; 0 where the text is wrong as a whole
   * @param cause what told it, or null
   */
  RuntimeException wrong(int line, String problem, Throwable cause);

  /** As those of a file. */
  static Mistakes of(Object file) {
    return (line, problem, cause) ->
        line == 0
            ? new WrongFile("%s: %s".formatted(file, problem), cause)
            : new WrongFile(file, line, problem, cause);
  }
}
