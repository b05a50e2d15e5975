package org.oktadata.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.oktadata.findings.FindingView;

class CsvCellTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "=HYPERLINK(A1)\nmore",
        "=1\r\n2",
        "=1\u20282"
      })
  void whatCouldBeAFormulaIsText(String text) {
    assertThat(CsvCell.of(text).replaceFirst("^\"", "")).startsWith("'" + text.charAt(0));
  }

  /** As where an Okta user calls himself so. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "x;=cmd | x;'=cmd",
        "x; \"+1 | \"x; \"\"'+1\"",
        "x;;-1;@A1 | x;;'-1;'@A1",
        "{\"name\":\"x;=1;y\"} | \"{\"\"name\"\":\"\"x;'=1;y\"\"}\"",
        "=1;=2 | '=1;'=2",
        "a;b = 1; c-d | a;b = 1; c-d"
      })
  void norIsItAFormulaToWhoSeparatesBySemicolons(String text, String cell) {
    assertThat(CsvCell.of(text)).isEqualTo(cell);
    assertThat(CsvCell.of(text.replace(';', '\t'))).isEqualTo(cell.replace(';', '\t'));
  }

  @Test
  void norIsItOneBehindALineBreak() {
    assertThat(CsvCell.of("x\r\n=1")).isEqualTo("\"x\r\n'=1\"");
  }

  @Test
  void quotesCommasAndLineBreaksAreQuoted() {
    assertThat(CsvCell.of("a \"b\", c")).isEqualTo("\"a \"\"b\"\", c\"");
    assertThat(CsvCell.of("=a\nb")).isEqualTo("\"'=a\nb\"");
    assertThat(CsvCell.of("plain = 1")).isEqualTo("plain = 1");
    assertThat(CsvCell.of(null)).isEmpty();
    assertThat(CsvCell.of(12)).isEqualTo("12");
  }

  @Test
  void aFindingsTextIsGuardedInEachCell() {
    String formula = "=HYPERLINK(A1)\n";
    FindingView finding =
        new FindingView(
            "1", formula, "\r=1", "t", "k", "low", "open", "user", formula, "{}", null, null, null,
            null, null, null, false, null, null, null, null);
    assertThat(FindingCsv.row(finding, "/findings/1"))
        .isEqualTo(
            "1,\"'=HYPERLINK(A1)\n\",\"'\r'=1\",t,k,low,open,user,\"'=HYPERLINK(A1)\n\",,,,{},,,,/findings/1,");
  }
}
