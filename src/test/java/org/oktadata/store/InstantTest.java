package org.oktadata.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How the store reads a time that Okta wrote: what is none is null, and never an error. */
class InstantTest {

  private static HikariDataSource source;

  @BeforeAll
  static void connect() {
    source = StoreServer.pool(StoreServer.newDatabase());
  }

  @AfterAll
  static void close() {
    source.close();
  }

  @Test
  void aDayIsReadIfTheCalendarHasItAndIsNoneOtherwise() {
    List<String> wrong = new ArrayList<>();
    for (int year : List.of(1000, 1900, 2000, 2023, 2024, 2100, 9999)) {
      for (int month = 0; month <= 13; month++) {
        for (int day = 0; day <= 32; day++) {
          String date = "%04d-%02d-%02d".formatted(year, month, day);
          if (exists(year, month, day) != (epoch(date + "T00:00:00.000Z") != null)) {
            wrong.add(date);
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "2024-02-29T23:59:59Z, 1709251199",
    "2024-02-29T23:59:59.999Z, 1709251199",
    "2024-03-01T01:59:59+02:00, 1709251199",
    "2024-03-01T01:59:59+0200, 1709251199",
    "2024-02-29 23:59:59.0, 1709251199",
    "2024-02-29 23:59:59, 1709251199"
  })
  void aTimeIsReadInEachFormThatOktaWrites(String text, long epoch) {
    assertThat(epoch(text)).isEqualTo(epoch);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "soon",
        "now",
        "infinity",
        "0000-01-01T00:00:00Z",
        "2024-01-01",
        "2024-01-01T00:00:00",
        "2023-02-29 00:00:00.0",
        "2024-01-01 00:00:00Z",
        "2024-01-01  00:00:00",
        "2024-01-01T24:00:00Z",
        "2024-01-01T00:60:00Z",
        "2024-01-01T00:00:60Z",
        "2024-01-01T00:00:00+99:00",
        "2024-01-01T00:00:00Z\n"
      })
  void whatIsNoTimeIsNone(String text) {
    assertThat(epoch(text)).isNull();
  }

  private static boolean exists(int year, int month, int day) {
    try {
      LocalDate.of(year, month, day);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static Long epoch(String text) {
    return JdbcClient.create(source)
        .sql("select floor(extract(epoch from store.instant(?)))::bigint")
        .param(text)
        .query(Long.class)
        .optional()
        .orElse(null);
  }
}
