package org.oktadata.findings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/**
 * One entry of a rule file's {@code tests}.
 *
 * @param settings values of the rule's settings that differ from its defaults
 * @param data documents by data type, or {@code data type of parent}
 * @param events System Log events, in short
 * @param finds subjects that must have a finding; nobody else may
 */
record RuleCase(
    String rule,
    int number,
    Map<String, String> settings,
    Map<String, List<Map<String, Object>>> data,
    List<Map<String, Object>> events,
    List<String> finds) {

  static List<RuleCase> of(Path folder) {
    try (Stream<Path> walk = Files.walk(folder)) {
      List<RuleCase> cases = new ArrayList<>();
      for (Path file : walk.filter(path -> path.toString().endsWith(".yaml")).sorted().toList()) {
        read(file, cases);
      }
      return cases;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("unchecked")
  private static void read(Path file, List<RuleCase> cases) throws IOException {
    Map<String, Object> rule = new Yaml().load(Files.readString(file));
    List<Map<String, Object>> tests =
        (List<Map<String, Object>>) rule.getOrDefault("tests", List.of());
    for (Map<String, Object> test : tests) {
      cases.add(
          new RuleCase(
              (String) rule.get("id"),
              cases.size(),
              settings((Map<String, Object>) test.getOrDefault("settings", Map.of())),
              (Map<String, List<Map<String, Object>>>) test.getOrDefault("data", Map.of()),
              (List<Map<String, Object>>) test.getOrDefault("events", List.of()),
              ((List<Object>) test.get("finds")).stream().map(String::valueOf).sorted().toList()));
    }
  }

  private static Map<String, String> settings(Map<String, Object> values) {
    Map<String, String> settings = new LinkedHashMap<>();
    values.forEach((name, value) -> settings.put(name, String.valueOf(value)));
    return settings;
  }

  @Override
  public String toString() {
    return rule + (finds.isEmpty() ? " finds nothing" : " finds " + finds);
  }
}
