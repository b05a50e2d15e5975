package org.oktadata.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MatchesTest {

  @Test
  void withoutAnyRuleNothingIsRemembered() {
    Engine engine = new Engine();
    engine.matches.forget(List.of());
    assertThat(engine.database.sql("select count(*) from store.match").query(Long.class).single())
        .isZero();
  }
}
