package org.oktadata.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.springframework.http.ProblemDetail;

/** What a route met comes wrapped, as from a replay of what is quarantined. */
class WrappedFailuresTest {

  private final Problems problems = new Problems();

  @Test
  void aDatabaseThatIsAwayIsToldAsThat() {
    ProblemDetail told = problems.unexpected(wrapped("57P01"));
    assertThat(told.getStatus()).isEqualTo(503);
    assertThat(told.getDetail()).isEqualTo("The database didn't answer.");
    assertThat(problems.unexpected(wrapped("25006")).getDetail())
        .isEqualTo("The database takes no writes.");
  }

  @Test
  void anythingElseIsUnexpected() {
    assertThat(problems.unexpected(wrapped("23505")).getStatus()).isEqualTo(500);
    assertThat(problems.unexpected(new IllegalStateException("no")).getStatus()).isEqualTo(500);
  }

  private static Exception wrapped(String state) {
    return new IllegalStateException(new SQLException("no", state));
  }
}
