package org.oktadata.events;

/** How large a record of Kafka may be. */
public interface RecordLimit {

  /** Bytes of the largest value; there is room for key and headers beside it. */
  int largestValue();
}
