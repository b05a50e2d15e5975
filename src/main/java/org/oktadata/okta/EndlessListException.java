package org.oktadata.okta;

/** A list whose next links lead in a circle, so that nobody knows whether it is whole. */
final class EndlessListException extends RuntimeException {
  EndlessListException(String sentence) {
    super(sentence);
  }
}
