package org.oktadata.routes;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.oktadata.yaml.WrongFile;

/** What is told of a route file that isn't of Camel's schema. */
class RouteSchemaTest {

  private static final RouteSchema SCHEMA = new RouteSchema();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "setBodi: {id: b}|/0/from/steps/0: there is no 'setBodi' (setBody?)",
        "setBody: {id: b, simpel: x}|/0/from/steps/0/setBody: there is no 'simpel' (simple?)",
        "setBody: {id: b, expression: {simple: {expresion: x}}}|/0/from/steps/0/setBody/expression/simple: there is no 'expresion' (expression?)",
        "loop: {id: b, expression: {simpel: {expression: x}}}|/0/from/steps/0/loop/expression: 'simpel' is no language of expressions (simple?)",
        "choice: {when: [{expression: {methd: {ref: b}}}]}|/0/from/steps/0/choice/when/0/expression: 'methd' is no language of expressions (method?)",
        "setBody: {expression: {}}|/0/from/steps/0/setBody/expression: it is empty; write a language and what it says, such as simple or constant",
        "setBody: {expression: {simple: x, constant: y}}|/0/from/steps/0/setBody/expression: one language is expected, and there are simple and constant",
      })
  void aMisspeltWordIsToldWithTheOneThatWasMeant(String step, String problem) {
    assertRefused("- from:\n    uri: direct:a\n    steps:\n      - " + step, 4, problem);
  }

  @Test
  void aRouteThatIsNoElementOfAListIsToldHowToBegin() {
    assertRefused(
        "route:\n  id: a\n",
        1,
        "a list is expected: begin with '- route:', and what it has further in");
  }

  @ParameterizedTest
  @CsvSource({"''", "'# later\n'", "'---'"})
  void anEmptyFileIsCalledSo(String text) {
    assertRefused(text, 1, "it is empty: write a route, or delete the file");
  }

  private static void assertRefused(String text, int line, String problem) {
    assertThatThrownBy(() -> SCHEMA.check(Path.of("own.camel.yaml"), text))
        .isInstanceOf(WrongFile.class)
        .hasMessage("own.camel.yaml line %d: %s", line, problem);
  }
}
