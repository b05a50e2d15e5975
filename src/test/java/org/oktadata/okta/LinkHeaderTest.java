package org.oktadata.okta;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkHeaderTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<https://a/x?after=1,2;3>; rel=\"next\"",
        "<https://a/x?after=1,2;3>; rel=next",
        "<https://a/x?after=1,2;3> ; title=\"a, <b>; rel=\\\"self\\\"\" ; REL = \"next\"",
        "<https://a/x>; rel=\"self\", <https://a/x?after=1,2;3>; rel=\"next\"",
        "<https://a/x>; rel=\"self\",<https://a/x?after=1,2;3>;rel=\"next\"",
        "<https://a/x?after=1,2;3>; rel=\"prefetch next\"; type=\"application/json\"",
        "<https://a/x?after=1,2;3>; rel=\"next\", <https://a/x>; rel=\"self\"",
        "<https://a/x>; rel=\"nextish\", <https://a/x?after=1,2;3>; crossorigin; rel=\"next\""
      })
  void theNextLinkIsFoundInEveryForm(String header) {
    assertThat(LinkHeader.next(List.of(header))).isEqualTo("https://a/x?after=1,2;3");
  }

  @Test
  void itMayBeInAnyOfSeveralHeaders() {
    assertThat(
            LinkHeader.next(List.of("<https://a/1>; rel=\"self\"", "<https://a/2>; rel=\"next\"")))
        .isEqualTo("https://a/2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<https://a/x>; rel=\"self\"",
        "<https://a/x>; title=\"rel=next\"",
        "<https://a/x?rel=next>; rel=\"self\"",
        "https://a/x; rel=\"next\"",
        "<https://a/x>; rel=\"prev\"; rel=\"next\""
      })
  void noOtherLinkIsTakenForIt(String header) {
    assertThat(LinkHeader.next(List.of(header))).isNull();
    assertThat(LinkHeader.next(List.of())).isNull();
  }
}
