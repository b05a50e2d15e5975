package org.oktadata.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.oktadata.findings.SharedData;
import org.oktadata.yaml.WrongFile;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/** The catalogue as it is, and what its reader says of mistakes. */
class CatalogueTest {

  private static final Path FILE = Path.of("routes/data-types.yaml");

  /**
   * Events of what was merely used or read; a data type that its own reading touches never ends.
   */
  private static final Pattern CHANGES_NOTHING =
      Pattern.compile(
          "[.](read_client_secret|executed|processed|delivery|deny_access|okta_verify|request_outside_allowed_range)$"
              + "|system[.]agent[.].*(read_|user|password|realtimesync)|execution_|[.]subscriptions[.]");

  @TempDir Path folder;

  @Test
  void everyDataTypeNamesItsBucketScopeAndRole() {
    for (DataType type : catalogue()) {
      assertThat(type.bucket()).as(type.name() + " bucket").startsWith("/");
      assertThat(type.scope()).as(type.name() + " scope").matches("okta(\\.[A-Za-z]+)+\\.read");
      assertThat(type.role()).as(type.name() + " role").isNotBlank();
      assertThat(type.path()).as(type.name() + " path").doesNotContain(" ?", "//");
    }
  }

  @Test
  void whatTheDesignPromisesIsInTheCatalogue() {
    assertThat(catalogue().stream().map(DataType::name))
        .contains(
            "users",
            "groups",
            "group_members",
            "apps",
            "app_users",
            "app_groups",
            "factors",
            "admin_roles",
            "group_roles",
            "policies",
            "policy_rules",
            "authenticators",
            "zones",
            "org",
            "events",
            "devices",
            "api_tokens",
            "api_service_integrations");
  }

  @Test
  void whatCostsACallAUserIsOffUnlessNamed() {
    assertThat(catalogue().stream().filter(t -> t.parent().equals("users") && !t.optional()))
        .extracting(DataType::name)
        .containsExactly("factors");
    assertThat(catalogue().stream().filter(t -> t.parent().equals("apps") && !t.optional()))
        .extracting(DataType::name)
        .containsExactlyInAnyOrder("app_users", "app_groups", "client_roles");
  }

  @Test
  void pathsAndScopesAreThoseOfOktasOwnDescription() throws IOException {
    Path description = SharedData.folder("okta/reference/okta-management-openapi.yaml");
    Map<String, Set<String>> described = scopesByPath(description);
    List<String> problems = new ArrayList<>();
    for (DataType type : catalogue()) {
      for (String path : paths(type)) {
        String shape = shape(path);
        Set<String> scopes =
            described.getOrDefault(shape, described.get(shape.replaceAll("[^/]+$", "{}")));
        if (scopes == null) {
          problems.add("%s: Okta describes no GET %s".formatted(type.name(), path));
        } else if (!scopes.isEmpty() && !scopes.contains(type.scope())) {
          problems.add(
              "%s: %s takes %s, not %s".formatted(type.name(), path, scopes, type.scope()));
        }
      }
    }
    assertThat(problems).isEmpty();
  }

  @Test
  void eventsAreThoseThatOktaKnowsAndThatChangeSomething() throws IOException {
    Set<String> known = eventTypes(SharedData.folder("okta/reference/event-types.json"));
    List<String> problems = new ArrayList<>();
    for (DataType type : catalogue()) {
      for (String event : type.touched().events()) {
        Pattern pattern = Pattern.compile(Pattern.quote(event).replace("*", "\\E.*\\Q"));
        List<String> met = known.stream().filter(id -> pattern.matcher(id).matches()).toList();
        if (met.isEmpty()) {
          problems.add("%s: Okta has no event %s".formatted(type.name(), event));
        }
        met.stream()
            .filter(id -> CHANGES_NOTHING.matcher(id).find())
            .forEach(id -> problems.add("%s: %s changes nothing".formatted(type.name(), id)));
      }
    }
    assertThat(problems).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "  pth: /api/v1/x, bucket: b|3|unknown column 'pth' (path?)",
        "  path: api/v1/x, bucket: b|3|'broken' needs a path that starts with /",
        "  path: /api/v1/x|3|'broken' needs a bucket",
        "  path: '/api/v1/x/{id}', bucket: b, parent: nothing|3|parent 'nothing', which isn't in the catalogue",
        "  path: '/api/v1/x/{id}', bucket: b, parent: broken|3|'broken' waits for itself",
        "  path: /api/v1/x, bucket: b, after: [later]|3|after 'later', which isn't in the catalogue",
        "  path: /api/v1/x, bucket: b, every: often|3|'often' isn't a duration such as 24h",
        "  path: /api/v1/x, bucket: b, every: 86400|3|'86400' isn't a duration such as 24h",
        "  path: /api/v1/x, bucket: b, every: 0h|3|'0h' isn't a duration such as 24h",
        "  path: /api/v1/x, bucket: b, absent: [no]|3|'no' isn't",
        "  path: /api/v1/x, bucket: b, optional: perhaps|3|'perhaps' isn't",
        "  path: [/api/v1/x], bucket: b|3|expected one value, not a list",
        "  path: '/x/{appId}', bucket: b, parent: first|3|'{appId}' isn't a column of a parent's view, such as {id}",
        "  path: '/x/{id}', bucket: b|3|'{id}' is filled in from a parent or from each, and the line has none",
        "  path: '/x/{each}', bucket: b|3|'{each}' is filled in from a parent or from each",
        "  path: /x, also: ['/x?a={each}'], each: [a], bucket: b|3|'{each}' in also is never filled in",
        "  path: /x, delta: 'q={from}', bucket: b|3|'{from}' in delta isn't {since}",
        "  path: /x, single: '/x/{appId}', bucket: b|3|'{appId}' in single isn't {id}",
        "  path: /api/v1/x, bucket: b, parent: first|3|'broken' is read for each row of first, and its path is the same for all",
        "  path: /api/v1/x, bucket: b, each: [a, b]|3|'broken' is read for each value of each, and its path is the same for all",
        "  path: /api/v1/x, path: /api/v1/y, bucket: b|3|'path' is given twice",
        "  path: /api/v1/x, bucket: b, pipeline: oie|3|'oie' isn't idx or v1",
        "  path: '/api/v1/policies?type={each}', each: [PASSWORT, MFA_ENROLL], bucket: b|3|'PASSWORT' would count as not in this org: Okta has PASSWORD",
        "  path: /api/v1/x, bucket: b, refers: firzt|3|refers to 'firzt', which isn't in the catalogue (first?)",
        "  path: /api/v1/x, bucket: b, scope: okta.apps.manage|3|write the one that reads, okta.apps.read",
        "  path: /api/v1/x, bucket: b, scope: okta.apps.raed|3|'okta.apps.raed' isn't a scope that reads",
        "  path: /api/v1/x, bucket: b, keep: [id, profile.login]|3|keep profile, and drop what is too much of it",
        "  path: '/x/{id}', bucket: b, parent: first, child: User|3|it needs single, the path that reads one row by {child}",
        "  path: '/x/{id}', bucket: b, parent: first, single: '/x/{id}/{child}'|3|and the line has no child",
        "  path: /api/v1/x, bucket: b, where: 'true'|3|'where' is about a parent's rows, and the line has no parent",
      })
  void aMistakeIsToldWithFileLineAndProblem(String columns, int line, String problem)
      throws IOException {
    assertRefused("broken: {" + columns.strip() + "}", line, problem);
  }

  @Test
  void aTypeOfPolicyThatOktaAddsLaterIsTaken() throws IOException {
    Path file = folder.resolve("data-types.yaml");
    Files.writeString(
        file, "newer: {path: '/api/v1/policies?type={each}', each: [GOVERNANCE], bucket: b}\n");
    assertThat(new CatalogueReader(file).read().get("newer").each()).containsExactly("GOVERNANCE");
  }

  @Test
  void aNameThatIsListedTwiceIsRefused() throws IOException {
    assertRefused("first: {path: /api/v1/y, bucket: b}", 3, "'first' is listed twice");
  }

  @Test
  void aNameThatIsNoViewsNameIsRefused() throws IOException {
    assertRefused("No Name: {path: /api/v1/y, bucket: b}", 3, "'No Name' isn't a snake_case name");
  }

  @Test
  void twoTypesThatAreEachOthersParentAreRefused() throws IOException {
    assertRefused(
        "a: {path: '/x/{id}', bucket: b, parent: c}\nc: {path: '/x/{id}', bucket: b, parent: a}",
        3,
        "'a' waits for itself");
  }

  @Test
  void twoTypesThatWaitForEachOtherAreRefused() throws IOException {
    assertRefused(
        "a: {path: /x, bucket: b, after: [c]}\nc: {path: '/x/{id}', bucket: b, parent: a}",
        3,
        "'a' waits for itself");
  }

  @Test
  void whatIsNoYamlIsToldWithItsLine() throws IOException {
    assertRefused("broken: {path: /api/v1/x, ]", 3, "expected");
  }

  @Test
  void aPartThatContainsItselfIsRefused() throws IOException {
    Path file = folder.resolve("data-types.yaml");
    Files.writeString(file, "loop: &loop {path: /x, bucket: b, also: [*loop]}\n");
    assertThatThrownBy(() -> new CatalogueReader(file).read())
        .isInstanceOf(WrongFile.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("aliases");
  }

  @Test
  void anEmptyCatalogueIsRefused() throws IOException {
    Path file = folder.resolve("data-types.yaml");
    Files.writeString(file, "");
    assertThatThrownBy(() -> new CatalogueReader(file).read())
        .isInstanceOf(WrongFile.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("line 1");
  }

  private void assertRefused(String lines, int line, String problem) throws IOException {
    Path file = folder.resolve("data-types.yaml");
    Files.writeString(
        file, "# a comment\nfirst: {path: /api/v1/first, bucket: b}\n" + lines + "\n");
    assertThatThrownBy(() -> new CatalogueReader(file).read())
        .isInstanceOf(WrongFile.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("line " + line)
        .hasMessageContaining(problem);
  }

  private static Collection<DataType> catalogue() {
    return new CatalogueReader(FILE).read().values();
  }

  private static List<String> paths(DataType type) {
    List<String> paths = new ArrayList<>(type.also());
    paths.add(type.path());
    if (!type.single().isEmpty()) {
      paths.add(type.single());
    }
    return paths;
  }

  /** Whatever a path calls its ids. */
  private static String shape(String path) {
    return path.replaceAll("\\?.*", "").replaceAll("\\{[^}]*}", "{}");
  }

  private static Map<String, Set<String>> scopesByPath(Path description) throws IOException {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(50_000_000);
    Map<String, Set<String>> scopes = new HashMap<>();
    try (Reader reader = Files.newBufferedReader(description)) {
      map(map(new Yaml(options).load(reader)).get("paths"))
          .forEach(
              (path, methods) -> {
                if (map(methods).get("get") instanceof Map<?, ?> get) {
                  scopes.put(shape(String.valueOf(path)), oauthScopes(get));
                }
              });
    }
    return scopes;
  }

  private static Set<String> eventTypes(Path list) throws IOException {
    Set<String> ids = new HashSet<>();
    for (JsonNode version : new ObjectMapper().readTree(list.toFile()).path("versions")) {
      version.path("eventTypes").forEach(type -> ids.add(type.path("id").asText()));
    }
    return ids;
  }

  private static Set<String> oauthScopes(Map<?, ?> operation) {
    Set<String> scopes = new HashSet<>();
    if (operation.get("security") instanceof List<?> ways) {
      for (Object way : ways) {
        if (map(way).get("oauth2") instanceof List<?> named) {
          named.forEach(scope -> scopes.add(String.valueOf(scope)));
        }
      }
    }
    return scopes;
  }

  private static Map<?, ?> map(Object value) {
    return (Map<?, ?>) value;
  }
}
