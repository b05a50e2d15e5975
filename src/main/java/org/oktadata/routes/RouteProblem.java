package org.oktadata.routes;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.oktadata.store.OneLine;
import org.oktadata.yaml.WrongFile;

/**
 * What Camel has against a route file, for the log: the root problem in one line, since Camel wraps
 * it in the text of whole routes, and placeholders as the files have them, since what the
 * configuration holds in their place may be a secret.
 */
final class RouteProblem {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{[^{}]+}}");

  /** No secrets, and part of every second message. */
  private static final Pattern PLAIN = Pattern.compile("\\s*|true|false|\\d{1,6}");

  /** What is shorter may be part of any word, so it is hidden only where it stands alone. */
  private static final int LONG = 8;

  /** How Camel says that a route names Java which isn't there. */
  private static final Pattern NO_SUCH_JAVA =
      Pattern.compile("in registry|No bean could be found|[Mm]ethod with name");

  /** How Camel says that a component or language isn't there. */
  private static final Pattern LACKS_JAR =
      Pattern.compile("contains the needed Camel component jar|No language could be found");

  /** How Camel says that a placeholder stands for nothing. */
  private static final Pattern LACKS_SETTING =
      Pattern.compile("Property with key \\[([^]]+)] not found");

  private RouteProblem() {}

  /** The same at the start, where routes of another version are a likely reason. */
  static String ofStart(Throwable problem, CamelContext context, RouteFiles files) {
    String text = of(problem, context, files);
    return NO_SUCH_JAVA.matcher(text).find()
        ? text
            + " If the application is another version than before: routes/, checks/ and detections/ must be those that came with it"
        : text;
  }

  /**
   * @param context knows the configuration
   * @param files where the placeholders stand
   */
  static String of(Throwable problem, CamelContext context, RouteFiles files) {
    Throwable root = problem;
    while (root.getCause() != null && !(root instanceof WrongFile)) {
      root = root.getCause();
    }
    String text = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    // Ours quotes files only, or has been here already.
    boolean ours = root instanceof WrongFile;
    return OneLine.join(ours ? text : asWritten(text, context, files) + cure(text));
  }

  /** Camel says what lacks, and not where it comes from. */
  private static String cure(String text) {
    Matcher setting = LACKS_SETTING.matcher(text);
    if (setting.find()) {
      return " (set %1$s in config/application.yaml, which holds from the next start, or write what counts without it: {{%1$s:…}})"
          .formatted(setting.group(1));
    }
    return LACKS_JAR.matcher(text).find()
        ? " (docs/own-routes.md, Further components, says which there are and how another comes in)"
        : "";
  }

  private static String asWritten(String text, CamelContext context, RouteFiles files) {
    Map<String, String> placeholders = new HashMap<>();
    for (String placeholder : placeholders(files)) {
      String value = value(placeholder, context);
      if (!PLAIN.matcher(value).matches() && !placeholder.endsWith(":" + value + "}}")) {
        // In the addresses of endpoints values are encoded.
        String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8);
        placeholders.put(value, placeholder);
        placeholders.put(encoded, placeholder);
        placeholders.put(encoded.replace("+", "%20"), placeholder);
      }
    }
    String values =
        placeholders.keySet().stream()
            .sorted(Comparator.comparing(String::length).reversed())
            .map(RouteProblem::pattern)
            .collect(Collectors.joining("|"));
    return values.isEmpty()
        ? text
        : Pattern.compile(values)
            .matcher(text)
            .replaceAll(found -> Matcher.quoteReplacement(placeholders.get(found.group())));
  }

  private static String pattern(String value) {
    String quoted = Pattern.quote(value);
    return value.length() < LONG ? "(?<!\\w)" + quoted + "(?!\\w)" : quoted;
  }

  private static Set<String> placeholders(RouteFiles files) {
    return files.files().values().stream()
        .flatMap(text -> PLACEHOLDER.matcher(text).results())
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Nothing where the configuration doesn't know it either, such as parameters of templates. */
  private static String value(String placeholder, CamelContext context) {
    try {
      return context.resolvePropertyPlaceholders(placeholder);
    } catch (RuntimeException e) {
      return "";
    }
  }
}
