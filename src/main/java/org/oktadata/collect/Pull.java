package org.oktadata.collect;

/**
 * One data type of one run, to be pulled now.
 *
 * @param run id of the run
 * @param integration whose org is read
 * @param dataType what is read
 * @param mode mode of the run
 * @param lease epoch of the lease that it is pulled under
 * @param claim which claim of it this is, under that lease: who still works on one that was
 *     released isn't who has it now
 */
public record Pull(
    long run, String integration, String dataType, RunMode mode, long lease, long claim) {

  /** One that nobody has claimed. */
  Pull(long run, String integration, String dataType, RunMode mode, long lease) {
    this(run, integration, dataType, mode, lease, 0);
  }

  /** The same, claimed. */
  Pull claimed(long number) {
    return new Pull(run, integration, dataType, mode, lease, number);
  }

  /** Whether the pull reads a sample, to compare it with what is stored. */
  public boolean verifies() {
    return mode == RunMode.VERIFY;
  }

  /** Whether the pull reads the complete lists, so that what they lack is gone. */
  public boolean complete() {
    return mode == RunMode.FULL;
  }
}
