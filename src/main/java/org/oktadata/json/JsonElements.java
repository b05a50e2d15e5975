package org.oktadata.json;

import com.fasterxml.jackson.core.JsonFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;

/**
 * Where the elements of a JSON list are in its bytes, and what identifies each, found without
 * reading what else is in them. Whether an element by itself is valid is the database's to say; a
 * list that isn't one to its end is refused (RFC 8259).
 */
public final class JsonElements extends JsonWalk {

  private static final JsonFactory JSON = new JsonFactory();

  private final byte[][][] keys;
  private final String alone;
  private final List<String> ids = new ArrayList<>();
  private int[] starts = new int[16];
  private int[] lengths = new int[16];
  private boolean list;
  private boolean others;

  private JsonElements(byte[] json, String key, String alone) {
    super(json);
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

  /** Whether a page is a list without elements, whatever space is in it. */
  public static boolean isEmptyList(byte[] page) {
    int brackets = 0;
    for (byte each : page) {
      if (brackets < 2 && each == "[]".charAt(brackets)) {
        brackets++;
      } else if (!isSpace(each)) {
        return false;
      }
    }
    return brackets == 2;
  }

  /** What identifies each, as an array of PostgreSQL; null where an element lacks it. */
  public String ids() {
    return ArrayLiteral.of(ids);
  }

  /** The first byte of each, counted from 1, as an array of PostgreSQL. */
  public String starts() {
    return ArrayLiteral.of(starts, 1, ids.size());
  }

  /** How many bytes each has, as an array of PostgreSQL. */
  public String lengths() {
    return ArrayLiteral.of(lengths, 0, ids.size());
  }

  /** The text of each. */
  public List<byte[]> texts() {
    List<byte[]> texts = new ArrayList<>(ids.size());
    for (int i = 0; i < ids.size(); i++) {
      texts.add(Arrays.copyOfRange(json, starts[i], starts[i] + lengths[i]));
    }
    return texts;
  }

  /** Whether the page is one object, and what identifies it is this. */
  public boolean isObject(String id) {
    return !list && ids.size() == 1 && id.equals(ids.get(0));
  }

  /** Whether there are elements, and none has what identifies it. */
  public boolean areUnknown() {
    return !ids.isEmpty() && ids.stream().allMatch(Objects::isNull);
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
    int number = ids.size();
    if (number == starts.length) {
      starts = Arrays.copyOf(starts, 2 * number);
      lengths = Arrays.copyOf(lengths, 2 * number);
    }
    starts[number] = from;
    lengths[number] = at - from;
    ids.add(id == null ? unidentified : id);
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
}
