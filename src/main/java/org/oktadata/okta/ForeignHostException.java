package org.oktadata.okta;

/** A link leads away from the org; following it would show the token to somebody else. */
public class ForeignHostException extends RuntimeException {
  /** One sentence that names the host, for a person. */
  public ForeignHostException(String sentence) {
    super(sentence);
  }
}
