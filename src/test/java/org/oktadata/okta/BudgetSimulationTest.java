package org.oktadata.okta;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The budget against a simulated org: how much of each window is used, and that nothing is refused.
 */
class BudgetSimulationTest {
  private static final long SECOND = SimulatedOrg.SECOND;

  @ParameterizedTest(name = "limit {0}, share {1}, {2} callers")
  @CsvSource({
    "600, 1.0, 30", "600, 0.9, 30", "600, 0.5, 30", "50, 1.0, 30", "50, 0.9, 30", "50, 0.5, 30",
    "10, 1.0, 30", "10, 0.5, 3", "1, 1.0, 5", "1200, 1.0, 75", "2000, 0.9, 75", "100, 0.29, 30"
  })
  void nearlyAllOfTheShareIsUsedAndNothingIsRefused(long limit, double share, int callers) {
    for (boolean roundedUp : List.of(true, false)) {
      for (long phase = 0; phase < 60 * SECOND; phase += 7_300_000_000L) {
        var org = new SimulatedOrg(limit, share, callers, phase);
        org.resetRoundedUp = roundedUp;
        org.run(40);
        assertThat(org.refused).as("429s").isZero();
        long quota = Math.max(1, Math.round(Math.floor(limit * share + 1e-9)));
        var whole = org.ownByWindow.subList(1, org.ownByWindow.size());
        assertThat(whole).allMatch(used -> used <= quota);
        assertThat(average(whole)).as("use").isGreaterThanOrEqualTo(0.95 * quota);
      }
    }
  }

  /** A window's share is used in its first seconds, and then waited for its end. */
  @ParameterizedTest(name = "{0} calls of 540 a minute")
  @CsvSource({"40", "300", "540", "900", "5000"})
  void howLongCallsTakeIsKnownBeforehand(long calls) {
    for (long phase = 0; phase < 60 * SECOND; phase += 7_300_000_000L) {
      var org = new SimulatedOrg(600, 0.9, 30, phase);
      org.run(3);
      long told = org.budget().nanosFor("/api/v1/users", calls) / SECOND;
      assertThat(told).isCloseTo(org.timeFor(calls) / SECOND, Offset.offset(5L + calls / 540));
    }
  }

  @Test
  void aMillionRequestsPassWithoutARefusal() {
    var org = new SimulatedOrg(10_000, 1.0, 75, 12 * SECOND);
    org.slowestMillis = 30;
    org.run(110);
    assertThat(org.sent).isGreaterThan(1_000_000);
    assertThat(org.refused).isZero();
  }

  @ParameterizedTest(name = "share {0}, {1} of 100 used")
  @CsvSource({"1.0, 60", "1.0, 99", "0.9, 85", "0.9, 95", "0.5, 50", "0.5, 100"})
  void aRestartInTheMiddleOfAWindowUsesOnlyWhatIsLeft(double share, long used) {
    var org = new SimulatedOrg(100, share, 30, 25 * SECOND);
    org.alreadyUsed(used);
    org.run(5);
    long left = Math.max(1, Math.round(100 * share) - used);
    assertThat(org.ownByWindow.get(0)).isLessThanOrEqualTo(left);
    assertThat(org.ownByWindow.get(2)).isEqualTo(Math.round(100 * share));
    assertThat(org.refused).isLessThanOrEqualTo(used == 100 ? 1 : 0);
  }

  @Test
  void slowAnswersThatOutliveTheirWindowDoNotConfuseTheNext() {
    var org = new SimulatedOrg(50, 1.0, 30, 0);
    org.slowestMillis = 9_000;
    org.run(60);
    assertThat(org.refused).isZero();
    assertThat(average(org.ownByWindow.subList(1, 59))).isGreaterThan(45);
  }

  @Test
  void answersThatGetLostCountAsSpent() {
    var org = new SimulatedOrg(100, 1.0, 30, 0);
    org.lostAnswers = 0.1;
    org.run(60);
    assertThat(org.refused).isZero();
    assertThat(average(org.ownByWindow.subList(1, 59))).isGreaterThan(80);
  }

  @Test
  void foreignTrafficSlowsUsDownInsteadOfBeingPushedAway() {
    var org = new SimulatedOrg(600, 0.9, 30, 0);
    org.foreignPerWindow = 300;
    org.run(40);
    assertThat(org.refused).as("429s of %d", org.sent).isLessThan(org.sent / 200);
    assertThat(average(org.ownByWindow)).isGreaterThan(250);
  }

  @Test
  void othersWhoTakeNearlyEverythingDoNotStarveUs() {
    var org = new SimulatedOrg(100, 0.5, 30, 0);
    org.foreignPerWindow = 90;
    org.run(20);
    assertThat(average(org.ownByWindow)).isGreaterThan(5);
  }

  @Test
  void aHigherLimitIsUsedFromTheNextWindowOn() {
    var org = new SimulatedOrg(100, 1.0, 30, 0);
    org.limitAt = at -> at < 610 * SECOND ? 100 : 400;
    org.run(20);
    assertThat(org.refused).isZero();
    assertThat(org.ownByWindow.get(9)).isEqualTo(100);
    assertThat(org.ownByWindow.get(12)).isEqualTo(400);
  }

  @Test
  void aLowerLimitIsKeptAtOnce() {
    var org = new SimulatedOrg(400, 1.0, 30, 0);
    org.limitAt = at -> at < 600 * SECOND + 20_000_000 ? 400 : 100;
    org.run(20);
    assertThat(org.refused).as("those under way at the change").isLessThanOrEqualTo(30);
    assertThat(org.ownByWindow.get(12)).isEqualTo(100);
  }

  @Test
  void refusalsThatNameNoLimitMakeNoStorm() {
    var org = new SimulatedOrg(100, 1.0, 30, 0);
    org.saysNoLimit = true;
    org.run(20);
    assertThat(org.refused).as("those under way, once a window").isBetween(1L, 20L * 30);
    assertThat(average(org.ownByWindow)).isGreaterThan(45);
  }

  private static double average(List<Long> values) {
    return values.stream().mapToLong(Long::longValue).average().orElse(0);
  }
}
