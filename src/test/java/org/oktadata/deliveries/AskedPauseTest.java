package org.oktadata.deliveries;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A channel that has enough says for how long; whatever else it answers is a failure. */
class AskedPauseTest {

  private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "429, 30, PT30S",
    "429, ' 1 ', PT1S",
    "429, 0, PT1S",
    "429, , PT1M",
    "429, soon, PT1M",
    "429, 999999999, PT1H",
    "429, 'Sun, 01 Mar 2026 08:05:00 GMT', PT5M",
    "429, 'Sun, 01 Mar 2026 07:05:00 GMT', PT1S",
    "503, 120, PT2M",
    "503, ,",
    "500, 120,",
    "301, ,"
  })
  void itIsAskedForByStatusAndHeader(int status, String retryAfter, String pause) {
    assertThat(AskedPause.of(status, retryAfter, NOW))
        .isEqualTo(Optional.ofNullable(pause).map(Duration::parse));
  }

  @Test
  void aRouteOfOnesOwnMayBeAskedToo() {
    assertThat(
            AskedPause.of(
                new HttpOperationFailedException(
                    "http://x", 429, "", null, Map.of("retry-after", "7"), "")))
        .contains(Duration.ofSeconds(7));
    assertThat(AskedPause.of(new IllegalStateException("Busy"))).isEmpty();
  }
}
