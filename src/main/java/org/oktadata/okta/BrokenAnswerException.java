package org.oktadata.okta;

/** Okta's answer, or what a proxy made of it, is not the JSON that was asked for. */
public class BrokenAnswerException extends RuntimeException {
  private final boolean passing;

  /** One sentence for a person, without any of the content. */
  public BrokenAnswerException(String sentence) {
    this(sentence, true);
  }

  private BrokenAnswerException(String sentence, boolean passing) {
    super(sentence);
    this.passing = passing;
  }

  /** The same answer would come again. */
  public static BrokenAnswerException forGood(String sentence) {
    return new BrokenAnswerException(sentence, false);
  }

  /** Whether asking again may bring a better one. */
  public boolean isPassing() {
    return passing;
  }
}
