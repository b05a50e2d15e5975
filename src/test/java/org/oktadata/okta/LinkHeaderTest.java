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

  /** Else a header would keep a processor busy for minutes, and a page has up to 500 of them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<",
        "<>;",
        "<a>;b=\"",
        "<>;a=\\\"",
        "<>;a=\"\\",
        "<a> ",
        "; ",
        "<a>;b=\"c\",",
        "\t"
      })
  void eachCharacterIsLookedAtAFewTimesAtMost(String part) {
    for (String start : List.of("", "<a>", "<a>;b=\"")) {
      var header = start + part.repeat(60_000 / part.length());
      assertThat(LinkHeader.next(List.of(new CountedText(header, 20L * header.length())))).isNull();
    }
  }

  @Test
  void whatIsLongNeedsNoDeepStack() {
    var words = "a \\\"".repeat(20_000);
    assertThat(LinkHeader.next(List.of("<https://a/x>; title=\"" + words + "\"; rel=\"next\"")))
        .isEqualTo("https://a/x");
    assertThat(LinkHeader.next(List.of("<https://a/x>" + "; a=\"b\"".repeat(9_000) + ";rel=next")))
        .isEqualTo("https://a/x");
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

  /** A text that counts how often a character of it is asked for. */
  private static final class CountedText implements CharSequence {
    private final String text;
    private long left;

    CountedText(String text, long most) {
      this.text = text;
      left = most;
    }

    @Override
    public char charAt(int index) {
      if (left-- == 0) {
        throw new AssertionError("The header is looked at again and again.");
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
