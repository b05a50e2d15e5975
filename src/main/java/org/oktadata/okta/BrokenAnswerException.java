package org.oktadata.okta;

/** Okta's answer, or what a proxy made of it, is not the JSON that was asked for. */
public class BrokenAnswerException extends RuntimeException {
  /** One sentence for a person, without any of the content. */
  public BrokenAnswerException(String sentence) {
    super(sentence);
  }
}
