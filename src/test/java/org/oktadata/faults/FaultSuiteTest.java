package org.oktadata.faults;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Things go wrong while an org is collected and its events come in; afterwards the database equals
 * the org. {@code mvn -Pfaults verify} runs all of it, {@code -Dseed=7} with other chances, {@code
 * -Dseeds=10} with ten seeds from there on; a normal test run has a shortened form.
 */
class FaultSuiteTest {

  private static final boolean WHOLE = "all".equals(System.getProperty("faults"));
  private static final long SEED = Long.getLong("seed", 1);
  private static final long SEEDS = Long.getLong("seeds", 1);
  private static final String ONLY = System.getProperty("scenario", "");

  @TestFactory
  Stream<DynamicContainer> whateverGoesWrongTheDatabaseEqualsTheOrgAfterwards() {
    return LongStream.range(SEED, SEED + SEEDS)
        .mapToObj(seed -> DynamicContainer.dynamicContainer("seed " + seed, tests(seed)));
  }

  private static Stream<DynamicTest> tests(long seed) {
    List<Scenario> scenarios = new ArrayList<>(Scenarios.ALL);
    scenarios.removeIf(each -> !WHOLE && !each.brief() || !each.name().contains(ONLY));
    Collections.shuffle(scenarios, new Random(seed));
    FaultSuite suite = new FaultSuite(seed);
    return Stream.concat(
        scenarios.stream().map(each -> DynamicTest.dynamicTest(each.name(), () -> suite.run(each))),
        Stream.of(DynamicTest.dynamicTest("everything ends", suite::close)));
  }
}
