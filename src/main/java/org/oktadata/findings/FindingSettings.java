package org.oktadata.findings;

import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * With which values the rules run.
 *
 * @param checkSettings values by rule and setting; {@code enabled: false} switches a rule off,
 *     {@code enabled: true} lets a hunt run on every event
 */
@ConfigurationProperties("okta")
record FindingSettings(@DefaultValue Map<String, Map<String, String>> checkSettings) {

  /** What is configured for a rule's setting, or null. */
  String of(String rule, String setting) {
    return checkSettings.getOrDefault(rule, Map.of()).get(setting);
  }

  boolean disabled(Rule rule) {
    return "false".equals(of(rule.id(), "enabled"));
  }

  /** Why a rule that is switched off doesn't run. */
  String off(Rule rule) {
    return "Switched off by okta.check-settings.%s.enabled".formatted(rule.id());
  }

  boolean enabled(Rule rule) {
    return "true".equals(of(rule.id(), "enabled"));
  }
}
