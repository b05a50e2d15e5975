package org.oktadata.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.AppUnderTest;
import org.oktadata.SmallHome;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Triggers in Quartz's tables whose next time a clock has made wrong. */
@ExtendWith(OutputCaptureExtension.class)
class TriggersTest {

  private static final long HOUR = Duration.ofHours(1).toMillis();

  @TempDir static Path folder;

  @Test
  void aTriggerThatAClockHasPutOffFiresNowAndIsToldOnce(CapturedOutput output) {
    try (AppUnderTest app =
        AppUnderTest.start(
            folder, "http://localhost:1", "--okta.home=" + SmallHome.in(folder, Set.of("users")))) {
      Awaitility.await().until(() -> ahead(app) > 0);
      app.database()
          .sql(
              "update store.qrtz_triggers set next_fire_time = next_fire_time + 10 * cast(? as bigint) where trigger_name = 'tidy'")
          .param(HOUR)
          .update();
      Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> ahead(app) <= HOUR);
      Awaitility.await().until(() -> told(output) > 0);
      app.bean(Triggers.class).wakeLate();
      assertThat(told(output)).isOne();
    }
  }

  @Test
  void aTriggerThatAnInstanceTookWhichDiedWithItsClockAheadFiresAllTheSame(@TempDir Path other) {
    try (AppUnderTest app =
        AppUnderTest.start(
            other, "http://localhost:1", "--okta.home=" + SmallHome.in(other, Set.of("users")))) {
      Awaitility.await().until(() -> ahead(app) > 0);
      app.database()
          .sql(
              "update store.qrtz_triggers set trigger_state = 'ACQUIRED', next_fire_time = next_fire_time - 10 * cast(? as bigint) where trigger_name = 'tidy'")
          .param(HOUR)
          .update();
      Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> ahead(app) > 0);
    }
  }

  private static long told(CapturedOutput output) {
    return output.getAll().lines().filter(line -> line.contains("s too long")).count();
  }

  /** How many milliseconds from now the hourly one fires. */
  private static long ahead(AppUnderTest app) {
    return app.count(
            "select coalesce(max(next_fire_time), 0) from store.qrtz_triggers where trigger_name = 'tidy'")
        - System.currentTimeMillis();
  }
}
