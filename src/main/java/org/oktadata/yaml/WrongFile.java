package org.oktadata.yaml;

/** A file that somebody edits is wrong; the message names file, line and problem in one line. */
public class WrongFile extends RuntimeException {

  /** Wrong as a whole: the problem names the file itself. */
  public WrongFile(String problem) {
    super(problem);
  }

  /** Wrong as a whole, as something else told. */
  public WrongFile(String problem, Throwable cause) {
    super(problem, cause);
  }

  /** Wrong in a line, counted from 1. */
  public WrongFile(Object file, int line, String problem) {
    this(file, line, problem, null);
  }

  /** Wrong in a line, as something else told. */
  public WrongFile(Object file, int line, String problem, Throwable cause) {
    super("%s line %d: %s".formatted(file, line, problem), cause);
  }
}
