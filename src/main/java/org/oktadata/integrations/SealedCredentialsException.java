package org.oktadata.integrations;

/** Stored credentials don't open. The message is one sentence for the operator. */
public class SealedCredentialsException extends RuntimeException {

  SealedCredentialsException(String sentence) {
    super(sentence);
  }
}
