package org.oktadata.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.oktadata.findings.SharedData;

class JsonElementsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void elementsOfAListAreTheBytesBetweenItsCommas() {
    assertThat(
            elements(
                " [ {\"id\":\"a\"} ,\n{\"x\":[{\"id\":\"no\"}],\"id\":\"b\"},{}, 7 ] ", "", "id"))
        .containsExactly(
            "a={\"id\":\"a\"}", "b={\"x\":[{\"id\":\"no\"}],\"id\":\"b\"}", "NULL={}", "NULL=7");
    assertThat(elements("[]", "", "id")).isEmpty();
    assertThat(elements(" [ ] ", "", "id")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{\"id\":\"a\",\"n\":1e99999}]|true",
        "[{\"id\":\"a\",\"n\":{\"m\":[1E+19999,2]}},{\"n\":-1e19999}]|true",
        "[{\"id\":\"a\",\"n\":[true,false,null,1.5e308],\"m\":\"1e99999\",\"1e99999\":[\"1e99999\"]}]|false"
      })
  void numbersThatSwellAreSeenInPassing(String page, boolean swells) {
    assertThat(JsonElements.find(page.getBytes(StandardCharsets.UTF_8), "", "id", null).swells())
        .isEqualTo(swells);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]|true",
        "' [\r\n\t] '|true",
        "[{}]|false",
        "[]]|false",
        "[[]]|false",
        "[|false",
        "{}|false",
        "''|false"
      })
  void anEmptyListHasNothingButSpaceInIt(String page, boolean empty) {
    byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
    assertThat(JsonElements.isEmptyList(bytes)).isEqualTo(empty);
  }

  @Test
  void theFirstOfSeveralKeysThatIsThereIdentifies() {
    assertThat(
            elements(
                "[{\"name\":\"app\",\"id\":\"0oa1\"},{\"id\":null,\"name\":\"app\"},{\"x\":{\"id\":1}}]",
                "",
                "id|name"))
        .containsExactly(
            "0oa1={\"name\":\"app\",\"id\":\"0oa1\"}",
            "app={\"id\":null,\"name\":\"app\"}",
            "NULL={\"x\":{\"id\":1}}");
  }

  @Test
  void aListMayBeWrappedAndIsFoundWhereverItStands() {
    assertThat(
            elements(
                "{\"_links\":{\"value\":[1]},\"value\":[{\"id\":\"a\"}],\"n\":2}", "value", "id"))
        .containsExactly("a={\"id\":\"a\"}");
    assertThat(elements("{\"_links\":{},\"value\":[]}", "value", "id")).isEmpty();
    assertThat(elements("[{\"id\":\"a\"}]", "value", "id")).containsExactly("a={\"id\":\"a\"}");
  }

  @Test
  void aListMayBeWrappedTwice() {
    String keys = "[{\"kid\":\"a\"},{\"kid\":\"b\"}]";
    for (String page :
        List.of(
            keys,
            "{\"jwks\":{\"keys\":%s}}".formatted(keys),
            "{\"keys\":[],\"jwks\":{\"n\":{\"keys\":[1]},\"keys\":%s},\"x\":1}".formatted(keys))) {
      assertThat(elements(page, "jwks.keys", "kid"))
          .as(page)
          .containsExactly("a={\"kid\":\"a\"}", "b={\"kid\":\"b\"}");
    }
    assertThat(elements("{\"jwks\":{\"keys\":[]}}", "jwks.keys", "kid")).isEmpty();
  }

  @Test
  void anObjectAloneIsIdentifiedByItsKeyOrByTheOneGiven() {
    assertThat(elements("{\"id\":\"a\"}", "", "id")).containsExactly("a={\"id\":\"a\"}");
    assertThat(elements("{\"name\":\"a\"}", "", "id")).containsExactly("alone={\"name\":\"a\"}");
  }

  @Test
  void keysMayBeNestedNumbersOrEscapedAndTheLastOneCounts() {
    assertThat(
            elements(
                "[{\"primary\":{\"x\":{\"name\":\"no\"},\"name\":\"a\"}}]", "", "primary.name"))
        .containsExactly("a={\"primary\":{\"x\":{\"name\":\"no\"},\"name\":\"a\"}}");
    assertThat(ids("[{\"id\":12},{\"id\":null},{\"id\":true},{\"id\":\"a\",\"id\":\"b\"}]"))
        .isEqualTo("{\"12\",NULL,\"true\",\"b\"}");
    assertThat(ids("[{\"id\":\"\\u00e9 \\\"q\\\" \\\\ ,}\"}]"))
        .isEqualTo("{\"é \\\"q\\\" \\\\ ,}\"}");
    assertThat(ids("[{\"id\":\"NULL\"},{\"id\":\"\"}]")).isEqualTo("{\"NULL\",\"\"}");
    assertThat(ids("[{\"id\":\"日本\"},{\"id\":\"b\"}]")).isEqualTo("{\"日本\",\"b\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"id\":\"a\"},",
        "[{\"id\":\"a\"",
        "[{\"id\":\"a",
        "[{\"id\":\"a\\",
        "[1,]",
        "[,1]",
        "[1 2]",
        "[1]]",
        "{\"a\":1",
        "{\"a\" 1}",
        "{a:1}",
        "[{\"id\":\"a\"}] x",
        "",
        " ",
        "{\"value\":[1}"
      })
  void whatIsNoListToItsEndIsRefused(String page) {
    assertThatThrownBy(() -> find(page.getBytes(StandardCharsets.UTF_8), "value", "id"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("No JSON at byte ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"id\":\"a\"}||it is one object",
        "{}||it is one object",
        "[null]||an element is null",
        "[{\"id\":\"a\"},null]||an element is null",
        "{\"errors\":[]}|value|it lacks the property value",
        "{}|value|it lacks the property value",
        "{\"keys\":[]}|jwks.keys|it lacks the property jwks.keys",
        "{\"jwks\":[]}|jwks.keys|it lacks the property jwks.keys",
        "{\"jwks\":{\"key\":[]}}|jwks.keys|it lacks the property jwks.keys",
        "{\"value\":null}|value|in its place is no list",
        "{\"value\":{}}|value|in its place is no list",
        "{\"value\":7}|value|in its place is no list"
      })
  void anObjectIsNoListUnlessTheListIsInIt(String page, String items, String lack) {
    assertThatThrownBy(
            () ->
                JsonElements.find(
                    page.getBytes(StandardCharsets.UTF_8), items == null ? "" : items, "id", null))
        .isInstanceOf(NoSuchElementException.class)
        .hasMessage(lack);
  }

  @Test
  void recordedAnswersHaveTheElementsThatAParserFindsInThem() throws Exception {
    Path recorded = SharedData.folder("okta/recorded/http_interactions.jsonl");
    int lists = 0;
    for (String line : Files.readAllLines(recorded)) {
      JsonNode body = JSON.readTree(line).path("response");
      if (body.isArray()) {
        byte[] page = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(body);
        List<JsonNode> found = new ArrayList<>();
        for (String element : slices(page, find(page, "", "id"))) {
          found.add(JSON.readTree(element));
        }
        assertThat(found).containsExactlyElementsOf(body);
        lists++;
      }
    }
    assertThat(lists).isGreaterThan(100);
  }

  private static List<String> elements(String page, String items, String key) {
    byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
    JsonElements found = find(bytes, items, key);
    List<String> slices = slices(bytes, found);
    List<String> ids = array(found.ids());
    assertThat(ids).hasSameSizeAs(slices);
    List<String> all = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      all.add(ids.get(i).replace("\"", "") + "=" + slices.get(i));
    }
    return all;
  }

  private static String ids(String page) {
    return find(page.getBytes(StandardCharsets.UTF_8), "", "id").ids();
  }

  private static JsonElements find(byte[] page, String items, String key) {
    return JsonElements.find(page, items, key, "alone");
  }

  private static List<String> slices(byte[] page, JsonElements found) {
    List<String> starts = array(found.starts());
    List<String> lengths = array(found.lengths());
    List<String> slices = new ArrayList<>();
    for (int i = 0; i < starts.size(); i++) {
      slices.add(
          new String(
              page,
              Integer.parseInt(starts.get(i)) - 1,
              Integer.parseInt(lengths.get(i)),
              StandardCharsets.UTF_8));
    }
    return slices;
  }

  private static List<String> array(String literal) {
    String inner = literal.substring(1, literal.length() - 1);
    return inner.isEmpty() ? List.of() : Arrays.asList(inner.split(","));
  }
}
