package org.oktadata.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The dashboard beside the guide to metrics, which says that it draws them. */
class DashboardTest {

  private static final Pattern ROW = Pattern.compile("(?m)^\\| (`[a-z]+_.*?) \\|.*\\|$");
  private static final Pattern METRIC = Pattern.compile("`([a-z_]+)`");

  @Test
  void theDashboardDrawsEachMetricOfTheGuide() throws IOException {
    String dashboard = Files.readString(Path.of("docs/grafana.json"));
    Set<String> missing = new TreeSet<>();
    Matcher row = ROW.matcher(Files.readString(Path.of("docs/watching.md")));
    int metrics = 0;
    while (row.find()) {
      Matcher metric = METRIC.matcher(row.group(1));
      while (metric.find()) {
        metrics++;
        if (!Pattern.compile("\\b" + metric.group(1) + "\\b").matcher(dashboard).find()) {
          missing.add(metric.group(1));
        }
      }
    }
    assertThat(missing).isEmpty();
    assertThat(metrics).isGreaterThan(15);
  }

  @Test
  void theAlertRulesOfTheGuideCanBeTakenAsTheyAre() throws IOException {
    Matcher block =
        Pattern.compile("(?s)```yaml\n(groups:.*?)```")
            .matcher(Files.readString(Path.of("docs/watching.md")));
    assertThat(block.find()).isTrue();
    Map<String, List<Map<String, List<Map<String, String>>>>> rules =
        new Yaml().load(block.group(1));
    for (Map<String, String> rule : rules.get("groups").get(0).get("rules")) {
      assertThat(List.of("alert", "for", "expr")).containsAll(rule.keySet());
      assertThat(rule.get("expr")).matches(".*(okta_[a-z_]+|http_server_requests_).* (>|==) \\d+");
    }
  }
}
