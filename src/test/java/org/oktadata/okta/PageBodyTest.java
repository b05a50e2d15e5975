package org.oktadata.okta;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageBodyTest {
  private final PageBody pages = new PageBody();

  @ParameterizedTest
  @ValueSource(strings = {"[]", "{}", " [1] \r\n", "{\"a\":\"C:\\\\u0000\"}", "[\"\\u00e4\"]"})
  void aWholePageStaysTheSameArray(String json) {
    var page = json.getBytes(UTF_8);
    assertThat(pages.check(page, "application/json; charset=UTF-8")).isSameAs(page);
    assertThat(pages.check(page, null)).isSameAs(page);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[\"a\\u0000b\"]|[\"a\\ufffdb\"]",
        "[\"\\\\\\u0000\"]|[\"\\\\\\ufffd\"]",
        "[\"\\u0000\\u0000\"]|[\"\\ufffd\\ufffd\"]",
        "[\"\\ud83d\\ude00\"]|[\"\\ud83d\\ude00\"]",
        "[\"\\ud83d\"]|[\"\\ufffd\"]",
        "[\"\\uDE00x\"]|[\"\\ufffdx\"]",
        "[\"\\ud83d\\u0041\"]|[\"\\ufffd\\u0041\"]",
        "[\"\\ud83d\\u0000\"]|[\"\\ufffd\\ufffd\"]"
      })
  void whatPostgresqlCannotKeepIsReplaced(String json, String expected) {
    assertThat(new String(pages.check(json.getBytes(UTF_8), "application/json"), UTF_8))
        .isEqualTo(expected);
  }

  @Test
  void itIsFoundAtEachPlaceBesideAnyLetters() {
    for (String letter : List.of("a", "\"", "]", "\u00dc", "\u00e4", "\u20ac", "\ud83d\ude00")) {
      for (int before = 0; before < 20; before++) {
        for (int after = 0; after < 20; after++) {
          var json = "[" + letter.repeat(before) + "%s" + letter.repeat(after) + "]";
          assertThat(pages.check(json.formatted("\\u0000").getBytes(UTF_8), null))
              .isEqualTo(json.formatted("\\ufffd").getBytes(UTF_8));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "  ", "[1,2", "[", "{\"a\":[1]", "[1}", "<html></html>", "Bad Gateway"})
  void anythingElseIsABrokenAnswer(String body) {
    assertThatThrownBy(() -> pages.check(body.getBytes(UTF_8), "text/html"))
        .isInstanceOf(BrokenAnswerException.class)
        .hasMessageEndingWith(".");
  }

  @Test
  void aByteOrderMarkIsNoPartOfThePage() {
    assertThat(pages.check("\ufeff[1]".getBytes(UTF_8), null)).isEqualTo("[1]".getBytes(UTF_8));
    assertThat(pages.check("\ufeff \n{}".getBytes(UTF_8), null)).isEqualTo(" \n{}".getBytes(UTF_8));
    for (String rest : List.of("", "\ufeff[]", "<html>")) {
      assertThatThrownBy(() -> pages.check(("\ufeff" + rest).getBytes(UTF_8), null))
          .isInstanceOf(BrokenAnswerException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16BE", "UTF-16LE", "x-UTF-16LE-BOM"})
  void anAnswerInAnotherEncodingNamesIt(String encoding) {
    var charset = Charset.forName(encoding);
    for (String json : List.of("[]", "{\"a\":\"\u4e2d\"}", " [1]", "[1")) {
      assertThatThrownBy(() -> pages.check(json.getBytes(charset), "application/json"))
          .isInstanceOf(BrokenAnswerException.class)
          .hasMessageStartingWith("The answer is in UTF-16, and JSON is in UTF-8: ");
    }
  }

  @Test
  void nullIsJsonAndStillABrokenAnswer() {
    assertThatThrownBy(() -> pages.check(" null\n".getBytes(UTF_8), "application/json"))
        .hasMessage("Okta's answer is null, where a list or an object belongs.");
  }

  @Test
  void noBodyAtAllIsABrokenAnswer() {
    assertThatThrownBy(() -> pages.check(null, null)).hasMessage("Okta's answer is empty.");
  }
}
