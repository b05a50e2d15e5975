package org.oktadata.integrations;

import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Gives the keys that others read as text their default where they are set to nothing, which is how
 * Compose files pass on variables that nobody set.
 */
@Order(Ordered.LOWEST_PRECEDENCE)
class EmptyCountsAsUnset implements EnvironmentPostProcessor {

  private static final Map<String, Object> DEFAULTS =
      Map.of("okta.home", ".", "spring.security.user.name", "user");

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    Map<String, Object> filled = new HashMap<>(DEFAULTS);
    filled.keySet().removeIf(key -> !"".equals(environment.getProperty(key)));
    if (!filled.isEmpty()) {
      environment.getPropertySources().addFirst(new MapPropertySource("empty as unset", filled));
    }
  }
}
