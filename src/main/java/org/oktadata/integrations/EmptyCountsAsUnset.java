package org.oktadata.integrations;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;

/**
 * Gives keys that are set to nothing, which is how Compose files pass on variables that nobody set,
 * the value that they would have if they weren't set: routes read them as text, where {@link
 * EmptyValues} doesn't help.
 */
@Order(Ordered.LOWEST_PRECEDENCE)
class EmptyCountsAsUnset implements EnvironmentPostProcessor {

  /** Whose default isn't in application.yaml. */
  private static final Map<String, Object> DEFAULTS = Map.of("spring.security.user.name", "user");

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    Map<String, Object> filled = new HashMap<>(DEFAULTS);
    filled.keySet().removeIf(key -> !"".equals(environment.getProperty(key)));
    keys(environment)
        .forEach(key -> filled.computeIfAbsent(key, name -> instead(environment, name)));
    if (!filled.isEmpty()) {
      environment.getPropertySources().addFirst(new MapPropertySource("empty as unset", filled));
    }
  }

  /** Those of ours that files name, and so all that have a default. */
  private static Set<String> keys(ConfigurableEnvironment environment) {
    Set<String> keys = new TreeSet<>();
    for (PropertySource<?> source : environment.getPropertySources()) {
      if (source instanceof EnumerablePropertySource<?> named) {
        for (String name : named.getPropertyNames()) {
          if (name.startsWith("okta.") && ConfigurationPropertyName.isValid(name)) {
            keys.add(name);
          }
        }
      }
    }
    return keys;
  }

  /** The first value that isn't empty, if one that counts more is; or null. */
  private static Object instead(ConfigurableEnvironment environment, String key) {
    ConfigurationPropertyName name = ConfigurationPropertyName.of(key);
    boolean empty = false;
    for (ConfigurationPropertySource source :
        ConfigurationPropertySources.from(environment.getPropertySources())) {
      ConfigurationProperty property = source.getConfigurationProperty(name);
      if (property != null && !"".equals(property.getValue())) {
        return empty ? property.getValue() : null;
      }
      empty |= property != null;
    }
    return null;
  }
}
