package org.oktadata.web.console;

import java.time.Instant;

/**
 * Which actions a person wants to see; what is empty stands for all.
 *
 * @param text part of anything that a line shows
 * @param actor who did it, whole
 * @param action beginning of an action, such as {@code finding.}
 * @param from first day, or time of day, in UTC
 * @param until last day, or the time of day that ends it
 * @param before id of the last one on the page before
 */
record AuditSearch(
    String text, String actor, String action, String from, String until, Long before) {

  AuditSearch {
    text = text == null ? "" : text.strip();
    actor = actor == null ? "" : actor.strip();
    action = action == null ? "" : action.strip();
    from = from == null ? "" : from.strip();
    until = until == null ? "" : until.strip();
    before = before == null ? Long.MAX_VALUE : before;
  }

  /** Whether anything is left out. */
  public boolean narrow() {
    return !(text + actor + action + from + until).isEmpty();
  }

  /** What cannot be asked for, or null. */
  String wrong() {
    try {
      return AskedTime.disorder(from, until);
    } catch (IllegalArgumentException wrong) {
      return wrong.getMessage();
    }
  }

  Instant start() {
    return AskedTime.of(from, 0);
  }

  Instant end() {
    return AskedTime.of(until, 1);
  }
}
