package org.oktadata.integrations;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Takes variables of ours that are set to nothing out of the environment, which is how Compose
 * files pass on what nobody set. Left in, they would hide what a file says: a list as a whole, and
 * keys that routes read as text, where {@link EmptyValues} doesn't help.
 */
@Order(Ordered.LOWEST_PRECEDENCE - 1)
class EmptyCountsAsUnset implements EnvironmentPostProcessor {

  private static final Pattern OURS =
      Pattern.compile("(?i)okta.*|spring[_.](datasource|security[_.]user)[_.].*");

  /** Whose default isn't in application.yaml. */
  private static final Map<String, Object> DEFAULTS = Map.of("spring.security.user.name", "user");

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    MutablePropertySources sources = environment.getPropertySources();
    for (PropertySource<?> source : sources) {
      if (source instanceof SystemEnvironmentPropertySource variables) {
        sources.replace(variables.getName(), withoutEmpty(variables));
      }
    }
    Map<String, Object> filled = new HashMap<>(DEFAULTS);
    filled.keySet().removeIf(key -> !"".equals(environment.getProperty(key)));
    if (!filled.isEmpty()) {
      sources.addFirst(new MapPropertySource("empty as unset", filled));
    }
  }

  private static PropertySource<?> withoutEmpty(SystemEnvironmentPropertySource variables) {
    Map<String, Object> rest = new HashMap<>(variables.getSource());
    boolean any =
        rest.entrySet()
            .removeIf(each -> isOurs(each.getKey()) && each.getValue().toString().isEmpty());
    return any ? new SystemEnvironmentPropertySource(variables.getName(), rest) : variables;
  }

  private static boolean isOurs(String variable) {
    return OURS.matcher(variable).matches();
  }
}
