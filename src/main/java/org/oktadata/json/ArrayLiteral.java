package org.oktadata.json;

import java.util.List;

/** Arrays as PostgreSQL reads them. */
final class ArrayLiteral {

  private ArrayLiteral() {}

  /** Texts, and NULL for a null. */
  static String of(List<String> texts) {
    StringBuilder literal = new StringBuilder(24 * texts.size() + 2).append('{');
    for (String text : texts) {
      comma(literal);
      if (text == null) {
        literal.append("NULL");
      } else {
        quote(text, literal);
      }
    }
    return literal.append('}').toString();
  }

  /**
   * The first numbers.
   *
   * @param more what is added to each
   */
  static String of(int[] numbers, int more, int size) {
    StringBuilder literal = new StringBuilder(8 * size + 2).append('{');
    for (int i = 0; i < size; i++) {
      comma(literal);
      literal.append(numbers[i] + more);
    }
    return literal.append('}').toString();
  }

  private static void comma(StringBuilder literal) {
    if (literal.length() > 1) {
      literal.append(',');
    }
  }

  private static void quote(String text, StringBuilder literal) {
    literal.append('"');
    if (text.indexOf('"') < 0 && text.indexOf('\\') < 0) {
      literal.append(text);
    } else {
      literal.append(text.replace("\\", "\\\\").replace("\"", "\\\""));
    }
    literal.append('"');
  }
}
