package org.oktadata.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.oktadata.yaml.WrongFile;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/** What Camel and Kaoto need of a route file, and what a reader does. */
@ExtendWith(OutputCaptureExtension.class)
class RouteFilesTest {

  private static final int MOST_LINES = 70;

  /** Only where something is redelivered. */
  private static final String HEADERS_OF_REDELIVERY = "headers that Camel needs are removed";

  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
          .getSchema(RouteFilesTest.class.getResourceAsStream("/schema/camelYamlDsl.json"));

  static List<Path> files() throws IOException {
    try (Stream<Path> found = Files.walk(Path.of("routes"))) {
      return found.filter(file -> file.toString().endsWith(".camel.yaml")).sorted().toList();
    }
  }

  @Test
  void aMountedFolderOfLinksIsReadOnce(@TempDir Path home) throws IOException {
    Path mounted = Files.createDirectories(home.resolve("mount/..2026"));
    Files.copy(Path.of("routes/collect.camel.yaml"), mounted.resolve("collect.camel.yaml"));
    Files.copy(Path.of("routes/data-types.yaml"), mounted.resolve("data-types.yaml"));
    Files.createSymbolicLink(home.resolve("mount/..data"), Path.of("..2026"));
    for (String name : List.of("collect.camel.yaml", "data-types.yaml")) {
      Files.createSymbolicLink(home.resolve("mount").resolve(name), Path.of("..data", name));
    }
    Path routes = Files.createSymbolicLink(home.resolve("routes"), Path.of("mount"));
    assertThat(RouteFiles.read(routes).files())
        .containsOnlyKeys(routes.resolve("collect.camel.yaml"));
  }

  @Test
  void aRouteMayCallABeanOfALaterFile() throws Exception {
    Map<Path, String> files = new LinkedHashMap<>();
    files.put(
        Path.of("a.camel.yaml"),
        "- route: {id: a, from: {uri: 'direct:a', steps: [{bean: {ref: words, method: length}}]}}");
    files.put(
        Path.of("z.camel.yaml"),
        "# of ours\n- beans: [{name: words, type: java.lang.String, constructors: {'0': four}}]");
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      context.disableJMX();
      context.start();
      RouteLoader.load(context, new RouteFiles(files, "", Map.of()));
      assertThat(context.createProducerTemplate().requestBody("direct:a", "", Integer.class))
          .isEqualTo(4);
    }
  }

  @Test
  void aFolderThatCannotBeWalkedIsNamed(@TempDir Path routes) throws IOException {
    Files.copy(Path.of("routes/data-types.yaml"), routes.resolve("data-types.yaml"));
    Path circle = Files.createSymbolicLink(routes.resolve("circle"), Path.of("."));
    assertThatThrownBy(() -> RouteFiles.read(routes))
        .isInstanceOf(WrongFile.class)
        .hasMessageStartingWith(routes + " cannot be read: ")
        .hasMessageContaining(circle.toString());
  }

  @Test
  void aFileThatCannotBeReadSaysWhy(@TempDir Path routes) throws IOException {
    Path file = routes.resolve("a.camel.yaml");
    Files.createSymbolicLink(file, Path.of("nowhere"));
    assertThatThrownBy(() -> RouteFiles.fingerprint(routes))
        .isInstanceOf(WrongFile.class)
        .hasMessage(file + " cannot be read: it isn't there, or is a link that leads nowhere");
    Files.delete(file);
    Files.write(file, "- route: {id: a}".getBytes(StandardCharsets.UTF_16));
    assertThatThrownBy(() -> RouteFiles.fingerprint(routes))
        .hasMessage(file + " cannot be read: it is no text in UTF-8");
    Files.writeString(file, "#".repeat(2_000_000));
    assertThatThrownBy(() -> RouteFiles.fingerprint(routes))
        .hasMessage(
            file
                + " cannot be read: it has 2,000,000 bytes, and what is read here has 1,048,576 at most: keep it elsewhere, or split it");
    assertThat(WrongFile.why(new AccessDeniedException(file.toString())))
        .isEqualTo("the application's user may not read it");
  }

  @Test
  void aFileThatIsNotReadIsToldOnce(@TempDir Path routes, CapturedOutput log) throws IOException {
    Files.copy(Path.of("routes/data-types.yaml"), routes.resolve("data-types.yaml"));
    Files.createDirectories(routes.resolve("ours"));
    UnreadFiles unread = new UnreadFiles(routes);
    for (String name : List.of("a.camel.yaml", ".b.yaml", "notes.txt")) {
      Files.writeString(routes.resolve(name), "");
    }
    unread.tell();
    assertThat(log.getOut()).doesNotContain("isn't read");
    for (String name :
        List.of("deliver.yaml", "ours/b.camel.yml", "ours/data-types.yaml", "c.camel.yaml.txt")) {
      Files.writeString(routes.resolve(name), "");
    }
    unread.tell();
    unread.tell();
    assertThat(log.getOut().lines().filter(line -> line.contains("isn't read")))
        .hasSize(4)
        .anyMatch(line -> line.contains("Routes: " + routes.resolve("deliver.yaml") + " isn't"))
        .allMatch(line -> line.contains("the name of a route file ends in .camel.yaml"));
  }

  @Test
  void thereAreRouteFiles() throws IOException {
    assertThat(files()).hasSizeGreaterThan(10);
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyFileFollowsCamelsSchema(Path file) throws IOException {
    assertThat(SCHEMA.validate(read(Files.readString(file)))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyFileHasOneRouteOfItsNameWithADescription(Path file) throws IOException {
    JsonNode elements = read(Files.readString(file));
    assertThat(elements).as("one element a file").hasSize(1);
    JsonNode element = elements.get(0).elements().next();
    assertThat(element.path("id").asText()).isEqualTo(name(file));
    JsonNode described = element.has("route") ? element.path("route") : element;
    assertThat(described.path("description").asText()).as("description").endsWith(".");
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyStepHasAnIdOfItsOwn(Path file) throws IOException {
    List<String> problems = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    steps(read(Files.readString(file)), problems, ids);
    assertThat(problems).isEmpty();
    assertThat(ids).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyFileIsShortAndWithoutKnownTraps(Path file) throws IOException {
    String text = Files.readString(file);
    assertThat(text.lines().count()).isLessThanOrEqualTo(MOST_LINES);
    List<String> traps = traps(read(text));
    if (text.contains("noErrorHandler")) {
      traps.remove(HEADERS_OF_REDELIVERY);
    }
    assertThat(traps).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- route: {id: r, from: {uri: direct, parameters: {name: r}, steps: [{thrtle: {}}]}}",
        "- route: {id: r, from: {uri: direct, steps: [{split: {stream: true}}]}}",
        "- from: {uri: direct:r, steps: [{to: 5}]}"
      })
  void theSchemaFindsMisspeltSteps(String broken) throws IOException {
    assertThat(SCHEMA.validate(read(broken))).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- to: {id: a, uri: 'direct:x?timeout=5'}",
        "- to: 'jdbc:dataSource?outputType=SelectOne'",
        "- removeHeaders: {id: a, pattern: '*'}",
        "- toD: {id: a, uri: 'http:x', parameters: {a: b}}"
      })
  void trapsAreFound(String trap) {
    assertThat(traps(read(trap))).isNotEmpty();
  }

  @Test
  void aStepWithoutAnIdIsFound() {
    List<String> problems = new ArrayList<>();
    steps(
        read("- steps: [{bean: {ref: a}}, {to: {id: b}}, {to: {id: b}}]"),
        problems,
        new HashSet<>());
    assertThat(problems).hasSize(2);
  }

  private static void steps(JsonNode node, List<String> problems, Set<String> ids) {
    node.path("steps")
        .forEach(
            step ->
                step.properties()
                    .forEach(
                        named -> {
                          String id = named.getValue().path("id").asText();
                          if (id.isEmpty()) {
                            problems.add("a step " + named.getKey() + " has no id");
                          } else if (!ids.add(id)) {
                            problems.add("the id " + id + " is given twice");
                          }
                        }));
    node.forEach(child -> steps(child, problems, ids));
  }

  private static List<String> traps(JsonNode node) {
    List<String> problems = new ArrayList<>();
    node.properties()
        .forEach(
            named -> {
              String text = named.getValue().asText("");
              if (Set.of("uri", "to", "toD", "wireTap").contains(named.getKey())
                  && text.contains("?")) {
                problems.add("a query in " + text);
              }
              if (named.getKey().equals("removeHeaders")
                  && Set.of("*", "").contains(named.getValue().path("pattern").asText())
                  && !named.getValue().path("excludePattern").asText().contains("CamelRedeliver")) {
                problems.add(HEADERS_OF_REDELIVERY);
              }
              if (named.getKey().equals("toD")
                  && named.getValue().path("uri").asText().startsWith("http")
                  && named.getValue().has("parameters")) {
                problems.add("toD with parameters");
              }
            });
    node.forEach(child -> problems.addAll(traps(child)));
    return problems;
  }

  private static String name(Path file) {
    return file.getFileName().toString().replace(".camel.yaml", "");
  }

  private static JsonNode read(String text) {
    Object document = new Yaml(new LoaderOptions()).load(new StringReader(text));
    return new ObjectMapper().valueToTree(document);
  }
}
