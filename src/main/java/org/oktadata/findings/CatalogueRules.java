package org.oktadata.findings;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.oktadata.filters.EventFilter;
import org.oktadata.filters.EventTypes;

/** Reads the format of Okta's open detection catalogue as it is. */
final class CatalogueRules {

  private static final Pattern TECHNIQUE = Pattern.compile("T\\d{4}(\\.\\d{3})?");

  /** Whom events are about that somebody or something other than their actor is told of. */
  private static final Map<String, String> SUBJECTS =
      Map.of("user.risk.detect", "target User", "security.threat.detected", "ip");

  private CatalogueRules() {}

  static Detection read(String source, String text, RuleText rule) {
    String query = query(rule.part("detection"));
    EventFilter filter = query == null ? null : rule.parsed("detection", query, EventFilter::parse);
    return new Detection(
        id(source),
        rule.required("title"),
        "medium",
        String.join("\n", rule.texts("description")),
        String.join("\n", rule.texts("prevention")),
        Map.of("mitre", techniques(text), "rules", List.of("okta:" + fileName(source))),
        Map.of(),
        filter == null ? Subject.of("actor") : subject(filter.eventTypes()),
        filter == null ? List.of() : List.of(new Step("event", filter)),
        "",
        null,
        Set.of(),
        false,
        filter == null ? otherLanguage(rule.part("detection")) : null,
        source,
        Integer.toHexString(text.hashCode()),
        List.of());
  }

  /** The filter: under okta_systemlog, for Identity Engine where both are given. */
  private static String query(RuleText detection) {
    for (String key : List.of("okta_systemlog", "okta_system_log", "okta")) {
      if (detection.has(key) && !detection.isPart(key)) {
        return detection.required(key);
      }
      if (detection.has(key)) {
        RuleText engines = detection.part(key);
        String engine = engines.has("OIE") ? "OIE" : engines.keys().iterator().next();
        return engines.required(engine);
      }
    }
    return null;
  }

  /** The catalogue names none; most events are about who did something. */
  private static Subject subject(EventTypes types) {
    boolean one = !types.any() && types.prefixes().isEmpty() && types.exact().size() == 1;
    return Subject.of(
        one ? SUBJECTS.getOrDefault(types.exact().iterator().next(), "actor") : "actor");
  }

  private static String otherLanguage(RuleText detection) {
    List<String> languages = new ArrayList<>(detection.keys());
    languages.remove("explanation");
    return "Written in %s, not in Okta's System Log filter language"
        .formatted(languages.isEmpty() ? "prose" : String.join(" and ", languages));
  }

  private static List<String> techniques(String text) {
    List<String> found = new ArrayList<>();
    Matcher technique = TECHNIQUE.matcher(text);
    while (technique.find()) {
      if (!found.contains(technique.group())) {
        found.add(technique.group());
      }
    }
    return found;
  }

  private static String fileName(String source) {
    return source.substring(source.replace('\\', '/').lastIndexOf('/') + 1);
  }

  private static String id(String source) {
    return "okta-"
        + fileName(source)
            .replaceAll("\\.ya?ml$", "")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-");
  }
}
