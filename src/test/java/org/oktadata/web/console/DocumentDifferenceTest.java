package org.oktadata.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class DocumentDifferenceTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void eachChangedValueIsToldWithWhereItStands() throws Exception {
    assertThat(
            between(
                """
                {"name": "a", "same": 1, "gone": true, "list": ["x"], "of": [{"k": 1}, {"k": 2}], "empty": null}""",
                """
                {"name": "b", "same": 1, "new": {"in": {"it": "c"}}, "list": ["x", "y"], "of": [{"k": 1}, {"k": 3}], "empty": {}}"""))
        .containsExactly(
            new DocumentDifference("empty", "null", "{}"),
            new DocumentDifference("gone", "true", null),
            new DocumentDifference("list", "[x]", "[x, y]"),
            new DocumentDifference("name", "a", "b"),
            new DocumentDifference("new.in.it", null, "c"),
            new DocumentDifference("of[1].k", "2", "3"));
  }

  @Test
  void itsTimeIsToldOnlyWhereNothingElseChanged() throws Exception {
    String before = "{\"lastUpdated\": \"1\", \"name\": \"a\"}";
    assertThat(between(before, "{\"lastUpdated\": \"2\", \"name\": \"b\"}"))
        .extracting(DocumentDifference::path)
        .containsExactly("name");
    assertThat(between(before, "{\"lastUpdated\": \"2\", \"name\": \"a\"}"))
        .extracting(DocumentDifference::path)
        .containsExactly("lastUpdated");
  }

  private static List<DocumentDifference> between(String before, String later) throws Exception {
    return DocumentDifference.between(JSON.readTree(before), JSON.readTree(later));
  }
}
