package org.oktadata.faults;

/**
 * Something that goes wrong.
 *
 * @param name a sentence
 * @param brief whether it is part of every test run
 * @param faults makes it go wrong while the org is collected, and right again
 */
record Scenario(String name, boolean brief, Faults faults) {

  /** What a scenario does; its moments, places and frequencies are random. */
  interface Faults {
    void happen(Surroundings surroundings) throws Exception;
  }

  @Override
  public String toString() {
    return name;
  }
}
