package org.oktadata.filters;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventNarrowingTest {

  @Test
  void namesAreTakenInTheCaseThatEventsHave() {
    assertThat(EventFilter.parse("EVENTTYPE eq \"user.session.start\"").narrowing())
        .isEqualTo(
            "jsonb_path_exists(e.doc, '$.eventType ? (@ like_regex \"^user\\\\.session\\\\.start$\" flag \"i\")')");
  }

  @Test
  void aQuoteStaysInsideItsLiteral() {
    assertThat(EventFilter.parse("actor.displayName eq \"O'Hara\"").narrowing())
        .contains("O\\\\''Hara")
        .doesNotContain("O\\\\'Hara");
  }

  @Test
  void ofSeveralConditionsTheKnownOnesNarrow() {
    assertThat(
            EventFilter.parse("actor.id eq \"a\" and debugContext.debugData.url co \"b\"")
                .narrowing())
        .contains("$.actor.id")
        .doesNotContain("debugData");
  }

  /** Each of these could match an event that the condition of the database would leave out. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "actor.id eq \"a\" or debugContext.debugData.url co \"b\"",
        "not (actor.id eq \"a\")",
        "actor.id ne \"a\"",
        "published gt \"2026-01-01\"",
        "securityContext.asNumber eq \"394089\"",
        "securityContext.isProxy eq true",
        "result eq \"SUCCESS\"",
        "actor.displayName eq \"Zoë\"",
        "target.0.displayName eq \"x\"",
        "actor.id pr"
      })
  void whatCannotBeSaidSafelyDoesNotNarrow(String filter) {
    assertThat(EventFilter.parse(filter).narrowing()).isEqualTo("true");
  }
}
