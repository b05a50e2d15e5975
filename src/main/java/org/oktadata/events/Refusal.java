package org.oktadata.events;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
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

  /**
   * An event of an integration that isn't connected, in an envelope that says whose it is, so that
   * it can be taken in once it is connected.
   *
   * @param integration its name, or null where nothing says it
   */
  static Refusal of(String reason, String integration, Slice event) {
    Refusal bare = of(reason, event);
    if (integration == null) {
      return bare;
    }
    // A slash would make another name of what is behind it.
    String name =
        new String(JsonStringEncoder.getInstance().quoteAsString(integration.replace('/', '_')));
    String whole =
        "{\"source\":\"" + Letter.PARTNER + "-/" + name + "\",\"detail\":" + bare.payload + "}";
    return new Refusal(reason, whole.length() > MOST ? whole.substring(0, MOST) : whole);
  }

  /** What PostgreSQL keeps: no NUL and no half of a character. */
  private static String text(String any) {
    return new String(any.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)
        .replace('\0', '\ufffd');
  }
}
