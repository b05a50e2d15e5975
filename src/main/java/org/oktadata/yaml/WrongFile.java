package org.oktadata.yaml;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

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

  /** It can't be read: Java's own messages name the file once more, and not why. */
  public static WrongFile unread(Object file, IOException failure) {
    return new WrongFile("%s cannot be read: %s".formatted(file, why(failure)), failure);
  }

  /** Why a file or folder can't be read, in a person's words. */
  public static String why(IOException failure) {
    if (failure instanceof AccessDeniedException) {
      return "the application's user may not read it";
    }
    if (failure instanceof NoSuchFileException) {
      return "it isn't there, or is a link that leads nowhere";
    }
    return failure instanceof CharacterCodingException
        ? "it is no text in UTF-8"
        : failure.getMessage();
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
