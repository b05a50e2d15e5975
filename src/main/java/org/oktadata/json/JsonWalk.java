package org.oktadata.json;

import java.util.Arrays;

/** Passes over JSON byte by byte, to its end, and keeps nothing of it. */
class JsonWalk {

  final byte[] json;
  int at;

  /** That the exponents stand for, see {@link JsonNumbers}. */
  long digits;

  JsonWalk(byte[] json) {
    this.json = json;
  }

  /** Passes over a property's name and colon; whether it is the wanted one. */
  final boolean name(byte[] wanted) {
    int from = at;
    if (peek() != '"') {
      throw malformed();
    }
    string();
    boolean same = Arrays.equals(json, from + 1, at - 1, wanted, 0, wanted.length);
    space();
    take(':');
    space();
    return same;
  }

  /** Passes over a value of whatever kind. */
  final void value() {
    int from = at;
    switch (peek()) {
      case '"' -> string();
      case '{', '[' -> nested();
      default -> {
        while (at < json.length && !endsScalar(json[at])) {
          at++;
        }
        if (at == from) {
          throw malformed();
        }
        digits += JsonNumbers.digits(json, from, at);
      }
    }
  }

  private static boolean endsScalar(byte b) {
    return b == ',' || b == ']' || b == '}' || b <= ' ';
  }

  private void nested() {
    int depth = 0;
    do {
      switch (peek()) {
        case '"' -> {
          string();
          continue;
        }
        case '{', '[' -> depth++;
        case '}', ']' -> depth--;
        case 'e', 'E' -> digits += JsonNumbers.digitsAt(json, at, json.length);
        default -> {}
      }
      at++;
    } while (depth > 0);
  }

  /** Most bytes of a page are in strings, hence the local variables: they stay in registers. */
  private void string() {
    byte[] page = json;
    int next = at + 1;
    while (next < page.length && page[next] != '"') {
      next += page[next] == '\\' ? 2 : 1;
    }
    at = next;
    take('"');
  }

  /** Passes over the opening bracket; false if there is nothing up to the closing one. */
  final boolean enter(char open, char close) {
    take(open);
    space();
    if (peek() == close) {
      at++;
      return false;
    }
    return true;
  }

  /** Passes over a comma; false at the closing bracket. */
  final boolean goesOn(char close) {
    space();
    if (peek() == close) {
      at++;
      return false;
    }
    take(',');
    space();
    return true;
  }

  private void take(char wanted) {
    if (peek() != wanted) {
      throw malformed();
    }
    at++;
  }

  /** The byte at which it is. */
  final byte peek() {
    if (at >= json.length) {
      throw malformed();
    }
    return json[at];
  }

  final void space() {
    while (at < json.length && isSpace(json[at])) {
      at++;
    }
  }

  static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  final IllegalArgumentException malformed() {
    return new IllegalArgumentException("No JSON at byte " + (at + 1));
  }
}
