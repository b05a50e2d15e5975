package org.oktadata.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;

/**
 * Writes JSON straight into bytes, without a tree; commas are set by themselves. A long text that
 * the client wants packed is packed while it is being written, so that it never exists as a whole.
 */
final class JsonText {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final Gzip packed;
  private byte[] bytes;
  private int length;
  private byte last;
  private boolean flushed;

  private JsonText(int capacity, Gzip packed) {
    bytes = new byte[capacity];
    this.packed = packed;
  }

  JsonText(int capacity) {
    this(capacity, null);
  }

  /** A text that may become long, for a client that wants it packed or not. */
  static JsonText of(Call call) {
    return Reply.acceptsGzip(call) ? new JsonText(32_768, new Gzip()) : new JsonText(65_536, null);
  }

  JsonText object() {
    comma();
    put('{');
    return this;
  }

  JsonText object(String name) {
    name(name);
    put('{');
    return this;
  }

  JsonText array() {
    comma();
    put('[');
    return this;
  }

  JsonText array(String name) {
    name(name);
    put('[');
    return this;
  }

  JsonText end() {
    put('}');
    return this;
  }

  JsonText endArray() {
    put(']');
    return this;
  }

  JsonText field(String name, String value) {
    name(name);
    quoted(value);
    return this;
  }

  JsonText field(String name, long value) {
    name(name);
    text(Long.toString(value));
    return this;
  }

  JsonText field(String name, boolean value) {
    name(name);
    text(value ? "true" : "false");
    return this;
  }

  /** A time in Okta's form, ISO 8601 in UTC with milliseconds; 0 is null. */
  JsonText time(String name, long epochMillis) {
    name(name);
    if (epochMillis == 0) {
      text("null");
    } else {
      put('"');
      writeTime(epochMillis);
      put('"');
    }
    return this;
  }

  JsonText texts(String name, Collection<String> values) {
    array(name);
    values.forEach(this::value);
    return endArray();
  }

  JsonText value(String value) {
    comma();
    quoted(value);
    return this;
  }

  /** JSON that is written already. */
  JsonText raw(String json) {
    comma();
    text(json);
    return this;
  }

  JsonText raw(String name, String json) {
    name(name);
    text(json);
    return this;
  }

  /** A link as Okta writes it: an href and the methods allowed. */
  JsonText link(String name, String href, String... allowed) {
    name(name);
    text("{\"href\":\"");
    text(href);
    put('"');
    if (allowed.length > 0) {
      text(",\"hints\":{\"allow\":[\"");
      text(allowed[0]);
      for (int place = 1; place < allowed.length; place++) {
        text("\",\"");
        text(allowed[place]);
      }
      text("\"]}");
    }
    put('}');
    return this;
  }

  /** The text as bytes, packed when {@link #packed()} says so. */
  byte[] bytes() {
    if (flushed) {
      return packed.finish(bytes, length);
    }
    return Arrays.copyOf(bytes, length);
  }

  /** Whether the text became so long that it was packed. */
  boolean packed() {
    return flushed;
  }

  @Override
  public String toString() {
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  static String time(long epochMillis) {
    JsonText text = new JsonText(24);
    text.writeTime(epochMillis);
    return text.toString();
  }

  /** ISO 8601; the date after Howard Hinnant's "chrono-Compatible Low-Level Date Algorithms". */
  private void writeTime(long epochMillis) {
    long days = Math.floorDiv(epochMillis, 86_400_000L) + 719_468;
    int millis = (int) Math.floorMod(epochMillis, 86_400_000L);
    int era = (int) (days / 146_097);
    int ofEra = (int) (days % 146_097);
    int yearOfEra = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365;
    int ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    int shifted = (5 * ofYear + 2) / 153;
    int month = shifted < 10 ? shifted + 3 : shifted - 9;
    int year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
    two(year / 100, '\0');
    two(year % 100, '-');
    two(month, '-');
    two(ofYear - (153 * shifted + 2) / 5 + 1, 'T');
    two(millis / 3_600_000, ':');
    two(millis / 60_000 % 60, ':');
    two(millis / 1_000 % 60, '.');
    put('0' + millis % 1_000 / 100);
    two(millis % 100, 'Z');
  }

  private void two(int number, char after) {
    put('0' + number / 10);
    put('0' + number % 10);
    if (after != 0) {
      put(after);
    }
  }

  private void name(String name) {
    comma();
    put('"');
    text(name);
    put('"');
    put(':');
  }

  private void comma() {
    if (last != 0 && last != '{' && last != '[' && last != ':' && last != ',') {
      put(',');
    }
  }

  private void quoted(String value) {
    if (value == null) {
      text("null");
      return;
    }
    put('"');
    for (int place = 0; place < value.length(); place++) {
      char letter = value.charAt(place);
      if (letter == '"' || letter == '\\') {
        put('\\');
        put(letter);
      } else if (letter < ' ') {
        text("\\u00");
        put(HEX[letter >> 4]);
        put(HEX[letter & 15]);
      } else if (letter < 0x80) {
        put(letter);
      } else {
        text(value.substring(place, place + (Character.isHighSurrogate(letter) ? 2 : 1)));
        place += Character.isHighSurrogate(letter) ? 1 : 0;
      }
    }
    put('"');
  }

  private void text(String text) {
    int size = text.length();
    room(size);
    int at = length;
    if (at + size > bytes.length) {
      encoded(text);
      return;
    }
    for (int place = 0; place < size; place++) {
      char letter = text.charAt(place);
      if (letter >= 0x80) {
        encoded(text);
        return;
      }
      bytes[at + place] = (byte) letter;
    }
    length += size;
    if (size > 0) {
      last = bytes[length - 1];
    }
  }

  private void encoded(String text) {
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      put(each);
    }
  }

  private void put(int letter) {
    room(1);
    last = (byte) letter;
    bytes[length++] = last;
  }

  private void room(int size) {
    if (length + size <= bytes.length) {
      return;
    }
    if (packed != null) {
      packed.write(bytes, length);
      length = 0;
      flushed = true;
    } else {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + size));
    }
  }
}
