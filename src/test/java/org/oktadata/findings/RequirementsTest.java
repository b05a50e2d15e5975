package org.oktadata.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a condition needs at least. Too much read into it would lose findings. */
class RequirementsTest {

  private static final Set<String> ONE = Set.of("event");
  private static final Set<String> TWO = Set.of("failure", "success");

  @Test
  void aThresholdNeedsThatManyMatches() {
    assertThat(needs("count(*) >= :pushes", ONE)).containsExactly("event 5");
    assertThat(needs("count(*) > 5", ONE)).containsExactly("event 6");
  }

  @Test
  void aSequenceNeedsEachOfItsSteps() {
    assertThat(
            needs(
                "count(*) filter (where step = 'failure') >= 4 and min(published) filter (where step = 'failure')"
                    + " <= max(published) filter (where step = 'success')",
                TWO))
        .containsExactly("failure 4", "failure 1", "success 1");
  }

  @Test
  void distinctValuesNeedThatManyMatchesAndADifference() {
    Requirements several =
        Requirements.of("(count(distinct ip) >= 2 and count(distinct os) > 1)", ONE);
    assertThat(several.different()).containsExactly("ip", "os");
    assertThat(needs("count(distinct ip) >= 3", ONE)).containsExactly("event 3");
    assertThat(Requirements.of("count(distinct ip) >= 1", ONE).different()).isEmpty();
    assertThat(Requirements.of("count(distinct step) >= 2", TWO).different()).isEmpty();
  }

  @Test
  void whatHasAnAlternativeNeedsNothing() {
    for (String open :
        List.of(
            "count(*) > 5 or count(distinct ip) > 5",
            "(count(*) > 5 or bool_or(proxy = 'true'))",
            "not (count(*) >= 5)",
            "count(*) between 5 and 9",
            "count(*) * 2 >= 5",
            "count(*) >= 2 * count(distinct ip)",
            "",
            "count(*) filter (where step = 'failure' or outcome = 'x') > 0")) {
      assertThat(needs(open, ONE)).as(open).isEmpty();
      assertThat(Requirements.of(open, ONE).different()).as(open).isEmpty();
    }
    assertThat(needs("count(*) >= 9", TWO)).isEmpty();
  }

  private static List<String> needs(String condition, Set<String> steps) {
    return Requirements.of(condition, steps).steps().stream()
        .map(each -> each.step() + " " + each.times(Map.of("pushes", 5)))
        .toList();
  }
}
