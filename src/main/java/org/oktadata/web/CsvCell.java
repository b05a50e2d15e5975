package org.oktadata.web;

import java.util.regex.Pattern;

/** A cell of CSV (RFC 4180) that a spreadsheet doesn't take for a formula. */
public final class CsvCell {

  /** What makes a formula, also behind white space that spreadsheets leave out. */
  private static final String STARTS = "=+-@\t\r\n";

  /**
   * Where a cell begins to a spreadsheet that separates by semicolons, as in most of Europe, or by
   * tabs: a quote in the middle of a line means nothing to it.
   */
  private static final Pattern INNER_STARTS =
      Pattern.compile("([;\\t\\r\\n][\\s\"&&[^\\t\\r\\n]]*+)([=+@-])");

  private CsvCell() {}

  /** A value, empty for null; quoted where it has to be. */
  public static String of(Object value) {
    String text = value == null ? "" : INNER_STARTS.matcher(value.toString()).replaceAll("$1'$2");
    boolean formula = !text.isEmpty() && STARTS.indexOf(text.charAt(0)) >= 0;
    String safe = formula ? "'" + text : text;
    return safe.matches("[^\",\\r\\n]*") ? safe : '"' + safe.replace("\"", "\"\"") + '"';
  }
}
