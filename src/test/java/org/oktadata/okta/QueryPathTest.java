package org.oktadata.okta;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryPathTest {

  @ParameterizedTest
  @CsvSource({
    "2026-03-01T10:00:00Z, 2026-03-01T10:00:00.000Z",
    "2026-03-01T10:00:00.5Z, 2026-03-01T10:00:00.500Z",
    "2026-03-01T23:59:59.999999999Z, 2026-03-01T23:59:59.999Z",
    "1969-12-31T23:55:00.000001Z, 1969-12-31T23:55:00.000Z"
  })
  void aTimeHasMillisecondsAndIsNeverLaterThanItWas(Instant time, String written) {
    assertThat(QueryPath.of("/api/v1/logs?since={since}", time))
        .isEqualTo("/api/v1/logs?since=" + written);
  }
}
