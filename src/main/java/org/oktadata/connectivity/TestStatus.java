package org.oktadata.connectivity;

/**
 * How far a test of a connection is, or how it, one of its steps or a data type came out; the
 * database and the API write it so.
 */
public enum TestStatus {
  RUNNING,
  SUCCESS,
  /** It works, but not all that is asked for can be read. */
  PARTIAL_SUCCESS,
  FAILURE,
  /** A data type that the org lacks. */
  SKIPPED
}
