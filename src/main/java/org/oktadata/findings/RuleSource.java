package org.oktadata.findings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.oktadata.integrations.OktaSettings;
import org.springframework.stereotype.Component;

/** A rule as its file has it, and the values that it runs with. */
@Component
public class RuleSource {

  private final RuleLibrary library;
  private final Path home;

  RuleSource(RuleLibrary library, OktaSettings okta) {
    this.library = library;
    this.home = Path.of(okta.home()).toAbsolutePath().normalize();
  }

  /** The file's text without its test cases, or null where it can't be read any more. */
  public String text(String id) {
    Rule rule = library.current().byId().get(id);
    if (rule == null) {
      return null;
    }
    try {
      String text = Files.readString(home.resolve(rule.source()), StandardCharsets.UTF_8);
      return text.replaceFirst("(?ms)^tests:.*?(?=^\\w|\\z)", "").strip();
    } catch (IOException e) {
      return null;
    }
  }

  /** Settings by name with the value in use: the configured one, or the rule's own. */
  public Map<String, String> values(String id) {
    Rule rule = library.current().byId().get(id);
    Map<String, String> values = new LinkedHashMap<>();
    if (rule != null) {
      rule.settings()
          .forEach(
              (name, setting) -> {
                String configured = library.settings().value(id, name);
                values.put(
                    name,
                    configured == null || configured.isEmpty()
                        ? String.valueOf(setting.value())
                        : configured);
              });
    }
    return values;
  }
}
