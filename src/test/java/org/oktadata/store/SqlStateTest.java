package org.oktadata.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.sql.SQLTransientConnectionException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class SqlStateTest {

  private static final JdbcClient DATABASE =
      JdbcClient.create(
          new DriverManagerDataSource(StoreServer.newDatabase(), "postgres", "postgres"));

  @ParameterizedTest
  @CsvSource({
    "22P02, NOT_JSON CONTENT STATEMENT",
    "22003, CONTENT STATEMENT",
    "54000, CONTENT STATEMENT",
    "42703, STATEMENT",
    "42501, STATEMENT RIGHTS",
    "25001, STATEMENT",
    "25006, READ_ONLY AWAY",
    "57014, TOO_SLOW STOPPED",
    "40001, AWAY STOPPED",
    "55P03, AWAY LOCKED STOPPED",
    "40P01, AWAY",
    "53100, AWAY",
    "55006, AWAY",
    "57P01, AWAY",
    "58030, AWAY",
    "23505, ''"
  })
  void whatTheServerSaysMeansTheSameToAll(String state, String meanings) {
    Throwable failure =
        catchThrowable(
            () ->
                DATABASE.sql("do $$ begin raise sqlstate '%s'; end $$".formatted(state)).update());
    assertThat(SqlState.of(failure)).isEqualTo(state);
    assertThat(String.join(" ", meanings(failure))).isEqualTo(meanings);
  }

  @Test
  void aPoolThatHasNoConnectionSaysThatTheDatabaseIsAway() {
    Throwable failure =
        new DataAccessResourceFailureException("", new SQLTransientConnectionException("none"));
    assertThat(meanings(failure)).containsExactly("AWAY");
  }

  @Test
  void whatIsntTheDatabasesIsNoneOfIt() {
    assertThat(SqlState.of(new IllegalStateException(new IOException()))).isNull();
    assertThat(meanings(new IOException())).isEmpty();
  }

  private static String[] meanings(Throwable failure) {
    return Arrays.stream(SqlState.values())
        .filter(meaning -> meaning.is(failure))
        .map(SqlState::name)
        .toArray(String[]::new);
  }
}
