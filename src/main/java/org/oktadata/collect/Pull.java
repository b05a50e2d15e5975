package org.oktadata.collect;

/**
 * One data type of one run, to be pulled now.
 *
 * @param run id of the run
 * @param integration whose org is read
 * @param dataType what is read
 * @param mode mode of the run
 * @param lease epoch of the lease that it is pulled under
 */
public record Pull(long run, String integration, String dataType, RunMode mode, long lease) {

  /** Whether the pull reads a sample, to compare it with what is stored. */
  public boolean verifies() {
    return mode == RunMode.VERIFY;
  }

  /** Whether the pull reads the complete lists, so that what they lack is gone. */
  public boolean complete() {
    return mode == RunMode.FULL;
  }
}
