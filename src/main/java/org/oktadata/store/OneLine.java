package org.oktadata.store;

/** A message of the driver or the server on one line, without names of Java classes. */
final class OneLine {

  private OneLine() {}

  static String of(String message) {
    return message == null
        ? "no reason given"
        : message
            .strip()
            .replaceAll("\\s*\\R\\s*", " ")
            .replaceAll("\\b(\\w+\\.)+\\w+Exception: ", "");
  }
}
