package org.oktadata.okta;

/** Okta's answer, or what a proxy made of it, is not the JSON that was asked for. */
public class BrokenAnswerException extends RuntimeException {
  private final boolean passing;
  private final boolean tooLarge;

  /** One sentence for a person, without any of the content. */
  public BrokenAnswerException(String sentence) {
    this(sentence, true, false);
  }

  private BrokenAnswerException(String sentence, boolean passing, boolean tooLarge) {
    super(sentence);
    this.passing = passing;
    this.tooLarge = tooLarge;
  }

  /** The same answer would come again. */
  public static BrokenAnswerException forGood(String sentence) {
    return new BrokenAnswerException(sentence, false, false);
  }

  /** It was not read to its end, because it is larger than may be. */
  static BrokenAnswerException tooLarge(String sentence) {
    return new BrokenAnswerException(sentence, false, true);
  }

  /** Whether asking again may bring a better one. */
  public boolean isPassing() {
    return passing;
  }

  FailureKind kind() {
    return tooLarge ? FailureKind.TOO_LARGE : FailureKind.BROKEN_ANSWER;
  }
}
