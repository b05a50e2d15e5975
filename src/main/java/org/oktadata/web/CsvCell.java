package org.oktadata.web;

/** A cell of CSV (RFC 4180) that a spreadsheet doesn't take for a formula. */
public final class CsvCell {

  /** What makes a formula, also behind white space that spreadsheets leave out. */
  private static final String STARTS = "=+-@\t\r\n";

  private CsvCell() {}

  /** A value, empty for null; quoted where it has to be. */
  public static String of(Object value) {
    String text = value == null ? "" : value.toString();
    boolean formula = !text.isEmpty() && STARTS.indexOf(text.charAt(0)) >= 0;
    String safe = formula ? "'" + text : text;
    return safe.matches("[^\",\\r\\n]*") ? safe : '"' + safe.replace("\"", "\"\"") + '"';
  }
}
