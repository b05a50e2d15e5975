package org.oktadata.integrations;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Takes OKTA_CHECK_SETTINGS_… for OKTA_CHECKSETTINGS_…. Of keys that it knows Spring tries both
 * spellings of a dash; what is below this one is the rules' own.
 */
@Order(Ordered.LOWEST_PRECEDENCE - 1)
class CheckSettingVariables implements EnvironmentPostProcessor {

  private static final String KNOWN = "OKTA_CHECKSETTINGS_";
  private static final Pattern OTHER = Pattern.compile("(?i)^OKTA_CHECK_SETTINGS_");

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    MutablePropertySources sources = environment.getPropertySources();
    for (PropertySource<?> source : sources) {
      if (source instanceof SystemEnvironmentPropertySource variables) {
        Map<String, Object> spelt = new HashMap<>(variables.getSource());
        variables.getSource().forEach((name, value) -> spell(spelt, name, value));
        if (!spelt.equals(variables.getSource())) {
          sources.replace(
              variables.getName(), new SystemEnvironmentPropertySource(variables.getName(), spelt));
        }
      }
    }
  }

  private static void spell(Map<String, Object> variables, String name, Object value) {
    String known = OTHER.matcher(name).replaceFirst(KNOWN);
    if (!known.equals(name)) {
      variables.remove(name);
      variables.putIfAbsent(known, value);
    }
  }
}
