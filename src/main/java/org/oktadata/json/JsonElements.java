package org.oktadata.json;

import com.fasterxml.jackson.core.JsonFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Where the elements of a JSON list are in its bytes, and what identifies each, found without
 * reading what else is in them. Whether an element by itself is valid is the database's to say; a
 * list that isn't one to its end is refused (RFC 8259).
 */
public final class JsonElements {

  private static final JsonFactory JSON = new JsonFactory();

  private final byte[] json;
  private final byte[][][] keys;
  private final String alone;
  private final StringBuilder ids = new StringBuilder("{");
  private final StringBuilder starts = new StringBuilder("{");
  private final StringBuilder lengths = new StringBuilder("{");
  private int at;
  private boolean list;
  private boolean others;
  private long digits;

  private JsonElements(byte[] json, String key, String alone) {
    this.json = json;
    this.alone = alone;
    this.keys = Arrays.stream(key.split("\\|")).map(JsonElements::path).toArray(byte[][][]::new);
  }

  private static byte[][] path(String key) {
    return Arrays.stream(key.split("\\."))
        .map(name -> name.getBytes(StandardCharsets.UTF_8))
        .toArray(byte[][]::new);
  }

  /**
   * Looks through a page.
   *
   * @param json a list, or an object that is the only element, or one that holds the list
   * @param items property that holds the list, {@code a.b} for a nested one; empty where none does
   * @param key property that identifies an element; {@code a.b} for nested ones, {@code a|b} for
   *     the first that it has
   * @param alone what identifies the only element where it lacks the key; null if the page must be
   *     a list
   * @throws IllegalArgumentException if it isn't JSON to its end
   * @throws NoSuchElementException if it holds no list though it must
   */
  public static JsonElements find(byte[] json, String items, String key, String alone) {
    JsonElements elements = new JsonElements(json, key, alone);
    elements.page(items);
    return elements;
  }

  /** No elements at all. */
  public static JsonElements none() {
    return new JsonElements(new byte[0], "", null);
  }

  /** What identifies each, as an array of PostgreSQL; null where an element lacks it. */
  public String ids() {
    return ids + "}";
  }

  /** The first byte of each, counted from 1, as an array of PostgreSQL. */
  public String starts() {
    return starts + "}";
  }

  /** How many bytes each has, as an array of PostgreSQL. */
  public String lengths() {
    return lengths + "}";
  }

  /** The text of each. */
  public List<byte[]> texts() {
    List<byte[]> texts = new ArrayList<>();
    int[] from = numbers(starts);
    int[] length = numbers(lengths);
    for (int i = 0; i < from.length; i++) {
      texts.add(Arrays.copyOfRange(json, from[i] - 1, from[i] - 1 + length[i]));
    }
    return texts;
  }

  private static int[] numbers(StringBuilder array) {
    return Arrays.stream(array.substring(1).split(","))
        .filter(number -> !number.isEmpty())
        .mapToInt(Integer::parseInt)
        .toArray();
  }

  /** Whether the page is one object, and what identifies it is this. */
  public boolean isObject(String id) {
    return !list && ids.toString().equals("{" + quoted(id));
  }

  /** Whether an element is something else than an object. */
  public boolean hasOthers() {
    return others;
  }

  /** Whether its numbers are much longer once they are written out, see {@link JsonNumbers}. */
  public boolean swells() {
    return digits > JsonNumbers.MOST;
  }

  private void page(String items) {
    space();
    if (peek() == '[') {
      list();
    } else if (!items.isEmpty()) {
      if (!listWithin(path(items), 0)) {
        throw new NoSuchElementException("it lacks the property " + items);
      }
    } else if (alone != null) {
      element(alone);
    } else {
      throw new NoSuchElementException("it is one object");
    }
    space();
    if (at < json.length) {
      throw malformed();
    }
  }

  /** Passes over an object; whether the rest of the path leads to a list in it. */
  private boolean listWithin(byte[][] items, int depth) {
    boolean found = false;
    if (enter('{', '}')) {
      do {
        if (!name(items[depth])) {
          value();
        } else if (depth + 1 == items.length) {
          list();
          found = true;
        } else if (peek() == '{') {
          found |= listWithin(items, depth + 1);
        } else {
          value();
        }
      } while (goesOn('}'));
    }
    return found;
  }

  private void list() {
    list = true;
    if (peek() != '[') {
      throw new NoSuchElementException("in its place is no list");
    }
    if (!enter('[', ']')) {
      return;
    }
    do {
      element(null);
    } while (goesOn(']'));
  }

  private void element(String unidentified) {
    int from = at;
    if (peek() == 'n') {
      throw new NoSuchElementException("an element is null");
    }
    others |= peek() != '{';
    String id = peek() == '{' ? identified(from) : skipped();
    id = id == null ? unidentified : id;
    String comma = starts.length() == 1 ? "" : ",";
    starts.append(comma).append(from + 1);
    lengths.append(comma).append(at - from);
    ids.append(comma);
    if (id == null) {
      ids.append("NULL");
    } else {
      ids.append(quoted(id));
    }
  }

  private static String quoted(String id) {
    return '"' + id.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** Passes over an object; returns what stands at the first of the keys that is there. */
  private String identified(int from) {
    String found = null;
    for (int i = 0; found == null && i < keys.length; i++) {
      at = from;
      found = identified(keys[i], 0);
    }
    return found;
  }

  /** Passes over an object; returns what stands at the rest of the key's path. */
  private String identified(byte[][] key, int depth) {
    String found = null;
    if (!enter('{', '}')) {
      return null;
    }
    do {
      if (!name(key[depth])) {
        value();
      } else if (depth + 1 == key.length) {
        found = text();
      } else {
        found = peek() == '{' ? identified(key, depth + 1) : skipped();
      }
    } while (goesOn('}'));
    return found;
  }

  private String skipped() {
    value();
    return null;
  }

  private String text() {
    int from = at;
    boolean quoted = peek() == '"';
    value();
    String raw = new String(json, from, at - from, StandardCharsets.UTF_8);
    if (!quoted) {
      return raw.equals("null") ? null : raw;
    }
    return raw.indexOf('\\') < 0 ? raw.substring(1, raw.length() - 1) : unescaped(from);
  }

  private String unescaped(int from) {
    try (var parser = JSON.createParser(json, from, at - from)) {
      return parser.nextTextValue();
    } catch (IOException e) {
      throw malformed();
    }
  }

  /** Passes over a property's name and colon; whether it is the wanted one. */
  private boolean name(byte[] wanted) {
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

  private void value() {
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
  private boolean enter(char open, char close) {
    take(open);
    space();
    if (peek() == close) {
      at++;
      return false;
    }
    return true;
  }

  /** Passes over a comma; false at the closing bracket. */
  private boolean goesOn(char close) {
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

  private byte peek() {
    if (at >= json.length) {
      throw malformed();
    }
    return json[at];
  }

  private void space() {
    while (at < json.length
        && (json[at] == ' ' || json[at] == '\n' || json[at] == '\r' || json[at] == '\t')) {
      at++;
    }
  }

  private IllegalArgumentException malformed() {
    return new IllegalArgumentException("No JSON at byte " + (at + 1));
  }
}
