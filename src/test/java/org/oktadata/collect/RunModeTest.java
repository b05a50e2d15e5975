package org.oktadata.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RunModeTest {

  @ParameterizedTest
  @EnumSource
  void aModeIsFoundByTheWordThatIsWrittenAndByNoOther(RunMode mode) {
    assertThat(RunMode.of(mode.toString())).isEqualTo(mode);
    for (String other : List.of(mode.name(), mode + " ", "")) {
      assertThat(RunMode.find(other)).isEmpty();
      assertThatThrownBy(() -> RunMode.of(other)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void oneCollectionAtATimeAndOneChoreOfEachKind(@TempDir Path folder) throws IOException {
    PlannedOrg org =
        new PlannedOrg(
            folder, "users: {path: \"/api/v1/users\", bucket: b, scope: okta.users.read, role: r}");
    org.under(
        "0s",
        "0s",
        "0s",
        beans -> {
          Runs runs = beans.getBean(Runs.class);
          Runs.Started verification = runs.start("acme", RunMode.VERIFY, "test");
          assertThat(verification.fresh()).isTrue();
          Runs.Started full = runs.start("acme", RunMode.FULL, "test");
          assertThat(full.fresh()).isTrue();
          for (RunMode mode : List.of(RunMode.FULL, RunMode.DELTA, RunMode.VERIFY)) {
            assertThat(runs.start("acme", mode, "test"))
                .as(mode.toString())
                .isEqualTo(new Runs.Started(full.run(), false));
          }
          for (RunMode mode : List.of(RunMode.LOG, RunMode.REFRESH)) {
            Runs.Started chore = runs.start("acme", mode, "test");
            assertThat(chore.fresh()).as(mode.toString()).isTrue();
            assertThat(runs.start("acme", mode, "test"))
                .isEqualTo(new Runs.Started(chore.run(), false));
          }
          assertThat(runs.start("acme", RunMode.DELTA, "test").run()).isEqualTo(full.run());
        });
  }
}
