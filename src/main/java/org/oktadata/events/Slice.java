package org.oktadata.events;

import java.util.List;

/** A part of a message that stays where it is, so that nothing is copied before the statement. */
record Slice(byte[] bytes, int from, int to) {

  /** The parts as one JSON array. */
  static byte[] array(List<Slice> slices) {
    int length = 2 + Math.max(0, slices.size() - 1);
    for (Slice slice : slices) {
      length += slice.to - slice.from;
    }
    byte[] array = new byte[length];
    int at = 0;
    for (Slice slice : slices) {
      array[at] = (byte) (at == 0 ? '[' : ',');
      System.arraycopy(slice.bytes, slice.from, array, ++at, slice.to - slice.from);
      at += slice.to - slice.from;
    }
    array[0] = '[';
    array[length - 1] = ']';
    return array;
  }
}
