package org.oktadata.events;

import java.nio.charset.StandardCharsets;

/**
 * Something that couldn't be taken in, for the quarantine.
 *
 * @param reason one sentence
 * @param payload what it was, at most 64 KB of it
 */
public record Refusal(String reason, String payload) {

  /** Longer ones are cut, and can't be replayed. */
  static final int MOST = 65_536;

  private static final int LONGEST_REASON = 500;

  public Refusal {
    reason = text(reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason);
    payload = text(payload);
  }

  static Refusal of(String reason, Slice slice) {
    int length = Math.min(slice.to() - slice.from(), MOST);
    return new Refusal(
        reason, new String(slice.bytes(), slice.from(), length, StandardCharsets.UTF_8));
  }

  /** What PostgreSQL keeps: no NUL and no half of a character. */
  private static String text(String any) {
    return new String(any.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)
        .replace('\0', '\ufffd');
  }
}
