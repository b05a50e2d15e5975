package org.oktadata.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.oktadata.filters.EventFilter;

class EventWordsTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      delimiter = '|',
      value = {
        "ada@acme.com | actor.alternateId eq \"ada@acme.com\" or target.alternateId eq \"ada@acme.com\"",
        "192.0.2.200 | client.ipAddress eq \"192.0.2.200\"",
        "2001:db8::7 | client.ipAddress eq \"2001:db8::7\"",
        "4dd5b7c2-0d6e-4a6b-8f0e-0d6e4a6b8f0e | uuid eq \"4dd5b7c2-0d6e-4a6b-8f0e-0d6e4a6b8f0e\"",
        "user.session.start | eventType eq \"user.session.start\"",
        "00u1b2c3d4e5f6g7h8i9 | actor.id eq \"00u1b2c3d4e5f6g7h8i9\" or target.id eq \"00u1b2c3d4e5f6g7h8i9\""
      })
  void whatOneHasAtHandIsLookedForWhereItOccurs(String typed, String filter) {
    assertThat(EventWords.filter(typed)).isEqualTo(filter);
    EventFilter.parse(filter);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Workday 6", "back\\slash", "not", "Ada Lovelace (she)", "a:b"})
  void otherWordsAreLookedForInNamesAndMessages(String typed) {
    String filter = EventWords.filter(typed);
    assertThat(filter).startsWith("displayMessage co \"").contains("target.displayName co \"");
    EventFilter.parse(filter);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "eventType eq \"user.session.start\"",
        "eventType eq",
        "eventType is \"odd\"",
        "not (outcome.result eq \"SUCCESS\")",
        "(actor.id pr)",
        "published gt 3",
        "severity in [\"WARN\", \"ERROR\"]"
      })
  void aFilterStaysAsItIs(String typed) {
    assertThat(EventWords.filter(typed)).isEqualTo(typed);
  }

  @Test
  void nothingIsNothing() {
    assertThat(EventWords.filter("  ")).isEmpty();
  }
}
