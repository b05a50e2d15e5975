package org.oktadata.sandbox;

/**
 * How a list is paged.
 *
 * @param standard objects on a page when no limit is asked for, 0 when the list isn't paged
 * @param maximum the most objects on a page
 * @param end after how many objects paging stops, 0 for never
 * @param nextOnShortPage whether a next link follows even the last page with objects on it
 * @param wrapper the property that holds the list, null for a bare array
 * @param nextInBody whether the next link is in {@code _links} of the body
 * @param cursor how its cursors look
 */
record PageRule(
    int standard,
    int maximum,
    int end,
    boolean nextOnShortPage,
    String wrapper,
    boolean nextInBody,
    CursorStyle cursor) {

  static PageRule unpaged() {
    return of(0, 0);
  }

  static PageRule of(int standard, int maximum) {
    return new PageRule(standard, maximum, 0, false, null, false, CursorStyle.OPAQUE);
  }

  PageRule byId() {
    return new PageRule(
        standard, maximum, end, nextOnShortPage, wrapper, nextInBody, CursorStyle.ID);
  }

  PageRule endingAt(int last) {
    return new PageRule(standard, maximum, last, nextOnShortPage, wrapper, nextInBody, cursor);
  }

  PageRule wrapped(String property) {
    return new PageRule(standard, maximum, end, nextOnShortPage, property, true, cursor);
  }
}
