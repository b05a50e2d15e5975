package org.oktadata.integrations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.io.FileSystemResource;

/** The tables of settings that people read say what the configuration file says. */
class SettingsTablesTest {

  private static final Path FILE = Path.of("src", "main", "resources", "application.yaml");
  private static final Path PAGE = Path.of("docs", "configuration.md");
  private static final String INTEGRATION = "okta.integrations[].";

  /** A key with its value within the example of an integration, all of which is a comment. */
  private static final Pattern EXAMPLE = Pattern.compile("(?m)^  #   [- ] ([a-z-]+): ([^\\s#]+)");

  private static final Pattern ROW = Pattern.compile("(?m)^\\| ([^|]*`[^|]*) \\| ([^|]*) \\|.*$");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  /** A number, a time, a size or a flag, and not words about what holds where nothing is set. */
  private static final Pattern VALUE = Pattern.compile("[0-9.]+(ms|s|m|h|d|KB|MB)?|true|false");

  private static final Map<String, String> DEFAULTS = new TreeMap<>();

  @BeforeAll
  static void readTheFile() throws IOException {
    var file =
        (EnumerablePropertySource<?>)
            new YamlPropertySourceLoader().load("file", new FileSystemResource(FILE)).get(0);
    for (String name : file.getPropertyNames()) {
      if (name.startsWith("okta.")) {
        DEFAULTS.put(name, Objects.toString(file.getProperty(name)));
      }
    }
    Matcher example = EXAMPLE.matcher(Files.readString(FILE));
    while (example.find()) {
      DEFAULTS.put(INTEGRATION + example.group(1), example.group(2));
    }
    assertThat(DEFAULTS)
        .containsEntry("okta.schedule.log", "1m")
        .containsEntry(INTEGRATION + "max-in-flight", "30");
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "docs/configuration.md", "docs/kafka.md"})
  void aDefaultInATableIsThatOfTheFile(Path page) throws IOException {
    Map<String, String> wrong = new TreeMap<>();
    int compared = 0;
    for (Map.Entry<String, String> each : rows(page).entrySet()) {
      if (VALUE.matcher(each.getValue()).matches()) {
        compared++;
        if (!each.getValue().equals(DEFAULTS.get(each.getKey()))) {
          wrong.put(each.getKey(), each.getValue() + ", not " + DEFAULTS.get(each.getKey()));
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(compared).as("defaults that were compared").isGreaterThan(6);
  }

  @Test
  void everyKeyOfTheFileHasItsRow() throws IOException {
    Set<String> missing = new TreeSet<>(DEFAULTS.keySet());
    rows(PAGE).keySet().forEach(row -> missing.removeIf(key -> covers(row, key)));
    assertThat(missing).isEmpty();
  }

  private static boolean covers(String row, String key) {
    return row.endsWith(".*")
        ? key.startsWith(row.substring(0, row.length() - 1))
        : key.replaceFirst("\\[\\d+]$", "").equals(row);
  }

  /** Keys with their defaults; what several keys have in common is written once. */
  private static Map<String, String> rows(Path page) throws IOException {
    Map<String, String> rows = new LinkedHashMap<>();
    Matcher row = ROW.matcher(Files.readString(page));
    while (row.find()) {
      List<String> keys = keys(row.group(1));
      List<String> defaults = Arrays.asList(row.group(2).replace("`", "").split(" / "));
      for (int n = 0; n < keys.size(); n++) {
        String value = keys.size() == defaults.size() ? defaults.get(n) : defaults.get(0);
        rows.put(keys.get(n), value.strip());
      }
    }
    return rows;
  }

  private static List<String> keys(String cell) {
    List<String> keys = new ArrayList<>();
    String group = INTEGRATION;
    Matcher code = CODE.matcher(cell);
    while (code.find()) {
      for (String key : code.group(1).split(" / ")) {
        String whole = key.startsWith("okta.") ? key : group + key.replaceFirst("^….", "");
        group = whole.substring(0, whole.lastIndexOf('.') + 1);
        keys.add(whole);
      }
    }
    return keys;
  }
}
