package org.oktadata.okta;

import java.time.Duration;

/**
 * No access token could be had. The message is one sentence for a person and holds no secret, so it
 * may be shown, stored and logged.
 */
public class OktaTokenException extends RuntimeException {
  private final boolean passing;
  private final Duration retryAfter;

  /** A failure that lasts until somebody changes something. */
  public OktaTokenException(String sentence) {
    this(sentence, false, Duration.ZERO);
  }

  private OktaTokenException(String sentence, boolean passing, Duration retryAfter) {
    super(sentence);
    this.passing = passing;
    this.retryAfter = retryAfter;
  }

  /** A failure that may pass by itself, such as a network problem or a busy server. */
  static OktaTokenException passing(String sentence) {
    return new OktaTokenException(sentence, true, Duration.ZERO);
  }

  /** A failure that Okta itself says is over after the given time. */
  static OktaTokenException passing(String sentence, Duration retryAfter) {
    return new OktaTokenException(sentence, true, retryAfter);
  }

  /** Whether trying again later makes sense without anybody changing anything. */
  public boolean isPassing() {
    return passing;
  }

  /** How long Okta asks to wait; zero if it did not say. */
  public Duration retryAfter() {
    return retryAfter;
  }

  /** The same failure for another caller, so that each thread throws an exception of its own. */
  OktaTokenException again() {
    var copy = new OktaTokenException(getMessage(), passing, retryAfter);
    copy.initCause(this);
    return copy;
  }
}
