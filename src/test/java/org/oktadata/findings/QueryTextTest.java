package org.oktadata.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryTextTest {

  private static final Map<String, Object> VALUES =
      new HashMap<>(
          Map.of(
              "days",
              -5,
              "share",
              new BigDecimal("0.50"),
              "name",
              "O'Hara",
              "on",
              true,
              "secs",
              3d));

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      quoteCharacter = '`',
      value = {
        "now() - :days * x => now() - (-5) * x",
        "a::jsonb = :name::jsonb => a::jsonb = 'O''Hara'::text::jsonb",
        ":on or :share > 0 => (true) or (0.50) > 0",
        ":secs => (3.0::float8)",
        ":none => null::text",
        "':days' || \":days\" => ':days' || \":days\"",
        "'it''s :days' || :days => 'it''s :days' || (-5)",
        "/* :days */ :days => /* :days */ (-5)",
        "x[1: 50] || :unknown => x[1: 50] || :unknown"
      })
  void valuesStandWhereTheirNamesWere(String query, String expected) {
    VALUES.put("none", null);
    assertThat(QueryText.of(query, VALUES)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"':days -- :days', '(-5) -- :days'"})
  void aCommentEndsWithItsLine(String query, String expected) {
    assertThat(QueryText.of(query + "\n:days", VALUES)).isEqualTo(expected + "\n(-5)");
  }
}
