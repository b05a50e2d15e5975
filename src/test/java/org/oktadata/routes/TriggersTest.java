package org.oktadata.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
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
  static AppUnderTest app;

  @BeforeAll
  static void start() {
    app =
        AppUnderTest.start(
            folder, "http://localhost:1", "--okta.home=" + SmallHome.in(folder, Set.of("users")));
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  /** Or one that was woken for one test would be left to itself in the other. */
  @BeforeEach
  void noneWasWokenLately() {
    app.bean(Triggers.class).wakeAnew();
  }

  @Test
  void aTriggerThatAClockHasPutOffFiresNowAndIsToldOnce(CapturedOutput output) {
    Awaitility.await().until(() -> ahead() > 0);
    app.database()
        .sql(
            "update store.qrtz_triggers set next_fire_time = next_fire_time + 10 * cast(? as bigint) where trigger_name = 'tidy'")
        .param(HOUR)
        .update();
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> ahead() <= HOUR);
    Awaitility.await().until(() -> told(output) > 0);
    app.bean(Triggers.class).wakeLate();
    assertThat(told(output)).isOne();
  }

  @Test
  void aTriggerThatAnInstanceTookWhichDiedWithItsClockAheadFiresAllTheSame() {
    Awaitility.await().until(() -> ahead() > 0);
    app.database()
        .sql(
            "update store.qrtz_triggers set trigger_state = 'ACQUIRED', next_fire_time = next_fire_time - 10 * cast(? as bigint) where trigger_name = 'tidy'")
        .param(HOUR)
        .update();
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> ahead() > 0);
  }

  private static long told(CapturedOutput output) {
    return output.getAll().lines().filter(line -> line.contains("s too long")).count();
  }

  /** How many milliseconds from now the hourly one fires. */
  private static long ahead() {
    return app.count(
            "select coalesce(max(next_fire_time), 0) from store.qrtz_triggers where trigger_name = 'tidy'")
        - System.currentTimeMillis();
  }
}
