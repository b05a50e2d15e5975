package org.oktadata.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.UncategorizedSQLException;

class StoppedQuestionTest {

  @ParameterizedTest
  @CsvSource({
    "57014, Ask for less",
    "55P03, Ask for less",
    "40001, 'Ask again; where it happens often, set hot_standby_feedback'"
  })
  void whoseQuestionWasStoppedIsToldWhatHelps(String state, String cure) {
    DataAccessException stopped =
        new UncategorizedSQLException("read", "select", new SQLException("stopped", state));
    assertThat(StoppedQuestion.is(stopped)).isTrue();
    assertThat(StoppedQuestion.cure(stopped)).contains(cure);
  }
}
