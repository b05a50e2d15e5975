package org.oktadata.events;

/** How large a record of topic okta.events may be. */
public interface RecordLimit {

  /** Bytes of the largest value; there is room for key and headers beside it. */
  int largestValue();
}
