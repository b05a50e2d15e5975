package org.oktadata.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonNumbersTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[1e99999]",
        "{\"a\":-1.5E-20001 }",
        "[1e+19999,\"x\",1e19999]",
        "[1e0000000000000000020001]",
        "[\"\\\"\",1e99999]",
        "1e99999"
      })
  void numbersThatWouldBeManyTimesAsLongSwell(String json) {
    assertThat(JsonNumbers.swell(bytes(json))).isTrue();
    byte[] within = bytes("[1e99999," + json + ",1e99999]");
    assertThat(JsonNumbers.swell(within, 9, 9 + json.length())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[1.7976931348623157E308,-4.9e-324,59.9,1E5,12345678901234567890]",
        "[\"1e99999\",\"a: 1e99999,\\\" 1e99999, \",\"\\\\\"]",
        "{\"hash\":\"1e99999\",\"1e99999\":\"7e99999]\"}",
        "[1e1",
        "\"1e99999",
        ""
      })
  void othersAndWhatStandsInStringsDont(String json) {
    assertThat(JsonNumbers.swell(bytes(json))).isFalse();
    byte[] within = bytes("[1e99999," + json + ",1e99999]");
    assertThat(JsonNumbers.swell(within, 9, 9 + json.length())).isFalse();
  }

  private static byte[] bytes(String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }
}
