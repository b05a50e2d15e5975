package org.oktadata.web;

import org.oktadata.store.SqlState;

/** A value somebody sent that the database can't take, and what to do about it. */
public final class UnusableValue {

  public static final String CURE =
      "A value has a character or a number in it that the database can't take, or is too long for"
          + " it; correct it and try again.";

  private UnusableValue() {}

  /** Whether a failure is one. */
  public static boolean is(Throwable failure) {
    return SqlState.CONTENT.is(failure);
  }
}
