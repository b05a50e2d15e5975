package org.oktadata.web;

import java.io.IOException;

/** More came than is read; its message is a sentence for who sent it. */
public final class TooLargeBody extends IOException {

  /** A body above the limit that the sentence names. */
  public TooLargeBody(String sentence) {
    super(sentence);
  }
}
