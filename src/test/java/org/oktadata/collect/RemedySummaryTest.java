package org.oktadata.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What seventy data types lack is mended once. */
class RemedySummaryTest {

  private static final String READ_ONLY =
      "Assign Read-only Administrator to the app in the Okta Admin Console, on its Admin roles tab.";

  @Test
  void theSameCureIsNamedOnceWithHowManyNeedIt() {
    assertThat(
            Remedy.summary(
                List.of(
                    "Assign Super Administrator to the app in the Okta Admin Console, on its Admin roles tab.",
                    READ_ONLY,
                    "Needs groups: " + READ_ONLY,
                    "Grant the scope okta.logs.read on the app's Okta API Scopes tab.",
                    "Okta didn't answer in time.")))
        .isEqualTo(
            " Assign to the app, on its Admin roles tab: Read-only Administrator (2 data types), Super Administrator (1 data type)."
                + " Grant on its Okta API Scopes tab: okta.logs.read (1 data type).");
    assertThat(Remedy.summary(List.of("Okta didn't answer in time."))).isEmpty();
  }
}
