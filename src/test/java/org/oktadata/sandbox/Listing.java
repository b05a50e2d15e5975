package org.oktadata.sandbox;

import java.util.List;
import java.util.function.BiConsumer;

/** A list that can be read from any place: its objects have ascending numbers. */
abstract class Listing {
  static final long NONE = -1;

  /** The smallest number above another, or NONE. */
  abstract long next(long after);

  abstract void write(JsonText out, long number);

  /** The number as it stands in a cursor. */
  String position(long number) {
    return String.valueOf(number);
  }

  /** The number in a cursor, or NONE when it isn't one of this list. */
  long number(String position) {
    return position.matches("\\d{1,18}") ? Long.parseLong(position) : NONE;
  }

  static <T> Listing of(List<T> objects, BiConsumer<JsonText, T> writer) {
    return new Listing() {
      @Override
      long next(long after) {
        return after + 1 < objects.size() ? after + 1 : NONE;
      }

      @Override
      void write(JsonText out, long number) {
        writer.accept(out, objects.get((int) number));
      }
    };
  }
}
