package org.oktadata.store;

/** Puts texts of several lines on one, as logs and tables want them. */
public final class OneLine {

  private OneLine() {}

  /** The text with a space for each break and the indentation around it. */
  public static String join(String text) {
    return text.replaceAll("\\s*\\R\\s*", " ");
  }

  /** A message of the driver or the server, without names of Java classes. */
  public static String of(String message) {
    return message == null
        ? "no reason given"
        : join(message.strip()).replaceAll("\\b(\\w+\\.)+\\w+Exception: ", "");
  }
}
