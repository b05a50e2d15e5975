package org.oktadata.integrations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Knows the keys of what we stand on, by the list that its jars bring for editors. Spring passes
 * over a key that it doesn't know, so that a misspelt {@code internal-proxies} would leave
 * everybody's address to their own choice, and nobody would be told.
 */
final class SpringKeys {

  private static final String LIST = "META-INF/spring-configuration-metadata.json";

  private static final Pattern GROUPS = Pattern.compile("(spring|server|management|logging)\\..*");

  /** Names as Spring compares them, without dashes; whether a name of one's own may follow. */
  private final Map<String, Boolean> open = new TreeMap<>();

  private final Map<String, String> written = new TreeMap<>();

  /** Read once a key is asked for; where that fails, nothing is known and nothing told. */
  private void read() {
    ObjectMapper json = new ObjectMapper();
    try {
      for (URL list : Collections.list(SpringKeys.class.getClassLoader().getResources(LIST))) {
        try (InputStream in = list.openStream()) {
          json.readTree(in).path("properties").forEach(this::add);
        }
      }
    } catch (IOException e) {
      open.clear();
    }
  }

  private void add(JsonNode property) {
    String name = property.path("name").asText();
    if (GROUPS.matcher(name).matches()) {
      String type = property.path("type").asText();
      boolean takesMore =
          type.matches("java\\.util\\.(Map|List|Set|Collection|Properties)\\b.*|.*\\[]");
      open.merge(uniform(name), takesMore, Boolean::logicalOr);
      written.put(uniform(name), name);
    }
  }

  /** Whether a person wrote this source; ours and what other programs leave are none. */
  static boolean isWritten(IterableConfigurationPropertySource source) {
    Object underlying = source.getUnderlyingSource();
    return underlying instanceof PropertySource<?> names
        && !(names instanceof SystemEnvironmentPropertySource)
        && names.getName().matches("(Config resource 'file|commandLineArgs).*");
  }

  /** What to tell of a key that nothing reads; empty where it is known, or none of Spring's. */
  Optional<String> unread(ConfigurationProperty property) {
    ConfigurationPropertyName name = property.getName();
    String key = uniform(name.toString());
    if (!GROUPS.matcher(key).matches() || key.startsWith("management.endpoint.")) {
      return Optional.empty();
    }
    if (open.isEmpty()) {
      read();
    }
    if (open.isEmpty() || isKnown(key)) {
      return Optional.empty();
    }
    String guess =
        NearestName.of(key, open.keySet())
            .map(near -> " (%s?)".formatted(written.get(near)))
            .orElse("");
    return Optional.of(
        WrongValue.line(name + guess, "is no setting, and nothing reads it", property));
  }

  private boolean isKnown(String key) {
    String at = key;
    boolean whole = true;
    while (!at.isEmpty()) {
      Boolean takesMore = open.get(at);
      if (takesMore != null && (whole || takesMore)) {
        return true;
      }
      int end = Math.max(at.lastIndexOf('.'), at.lastIndexOf('['));
      at = at.substring(0, Math.max(0, end));
      whole = false;
    }
    return false;
  }

  private static String uniform(String name) {
    return name.replace("-", "").toLowerCase(Locale.ROOT);
  }
}
