package org.oktadata.web;

import java.util.List;
import org.oktadata.findings.KnownRules;
import org.oktadata.findings.Severity;
import org.oktadata.integrations.Integrations;
import org.oktadata.integrations.WrongSetting;
import org.springframework.stereotype.Component;

/**
 * Refuses questions about findings that hold a word no finding can have. Answered with "none", a
 * misspelt one would be taken for good news.
 */
@Component
public class AskedFindings {

  private static final List<String> STATES = List.of("open", "muted", "accepted", "resolved");
  private static final List<String> KINDS = List.of("posture", "threat", "detection");

  private final Integrations integrations;
  private final KnownRules rules;

  AskedFindings(Integrations integrations, KnownRules rules) {
    this.integrations = integrations;
    this.rules = rules;
  }

  /** Each may be null for all; all but the integration may be lists with commas. */
  public void check(String integration, String status, String severity, String kind, String check) {
    known("status", status, STATES);
    known("severity", severity, Severity.words());
    known("kind", kind, KINDS);
    if (integration != null) {
      integrations.get(integration);
    }
    rules(check);
  }

  /** Whether each is a check or a detection; null for all, or a list with commas. */
  void rules(String check) {
    if (check != null) {
      rules
          .refusal(List.of(check.split(",")))
          .ifPresent(
              cure -> {
                throw new WrongSetting("check", cure);
              });
    }
  }

  private static void known(String name, String list, List<String> words) {
    if (list != null && !words.containsAll(List.of(list.split(",")))) {
      throw new WrongSetting(name, "must be of " + String.join(", ", words) + ".");
    }
  }
}
