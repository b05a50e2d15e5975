package org.oktadata.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads from a garbage collector's log how much heap was in use before a collection at most. */
final class HeapLog {

  private static final Pattern PAUSE = Pattern.compile("(\\d+)M->(\\d+)M\\(\\d+M\\)");

  private HeapLog() {}

  static String option(Path file) {
    return "-Xlog:gc:file=" + file;
  }

  static long peak(Path file) throws IOException {
    try (var lines = Files.lines(file)) {
      return lines
          .map(PAUSE::matcher)
          .filter(Matcher::find)
          .mapToLong(match -> Long.parseLong(match.group(1)))
          .max()
          .orElse(0);
    }
  }
}
