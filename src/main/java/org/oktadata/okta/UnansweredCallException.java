package org.oktadata.okta;

import java.io.IOException;
import java.net.URI;

/**
 * A call to Okta that brought no answer, with its address: whoever explains the failure may have
 * made other calls since, or none.
 */
public class UnansweredCallException extends IOException {

  private final transient URI called;

  /** The call of an address failed. */
  public UnansweredCallException(URI called, IOException failure) {
    super(failure.getMessage(), failure);
    this.called = called;
  }

  /** The address; null where nothing in the failure tells it. */
  static URI address(Throwable failure) {
    var unanswered = Failures.find(failure, UnansweredCallException.class);
    return unanswered == null ? null : unanswered.called;
  }
}
