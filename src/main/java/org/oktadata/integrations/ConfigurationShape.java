package org.oktadata.integrations;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.oktadata.integrations.Keys.Group;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import org.springframework.util.ObjectUtils;
import org.springframework.util.PlaceholderResolutionException;

/**
 * Reads everything under {@code okta} before anything starts, so that a mistake costs a second and
 * one line. Settings records of all packages take part; their components are the known keys.
 */
@Component
class ConfigurationShape implements BeanFactoryPostProcessor {

  private static final Logger log = LoggerFactory.getLogger(ConfigurationShape.class);

  private static final ConfigurationPropertyName OKTA = ConfigurationPropertyName.of("okta");

  /** Groups whose values are passwords and addresses, ours and those of what we stand on. */
  private static final List<ConfigurationPropertyName> READ =
      Stream.of("okta", "spring", "server", "management")
          .map(ConfigurationPropertyName::of)
          .toList();

  @Override
  public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
    Map<String, Class<?>> settings = settings(beans);
    Group root = new Group(new TreeMap<>());
    settings.forEach(
        (name, type) ->
            Keys.add(
                root,
                ConfigurationPropertyName.of(prefix(type)),
                Keys.of(ResolvableType.forClass(type))));
    ConfigurableEnvironment environment = beans.getBean(ConfigurableEnvironment.class);
    List<ConfigurationPropertySource> before = new ArrayList<>();
    SpringKeys springs = new SpringKeys();
    for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
      if (source instanceof IterableConfigurationPropertySource names) {
        refuseWrong(names, root, environment);
        refuseUnset(names, before, environment);
        tellUnread(names, springs);
      }
      before.add(source);
    }
    JoinedIntegrations.unread(environment).ifPresent(log::warn);
    settings.forEach((name, type) -> read(beans, name, prefix(type), environment));
    checkDatabase(environment, "spring.datasource");
    checkDatabase(environment, "okta.reader.datasource");
  }

  /** Drivers and pools write the address into logs and errors, and a password in it too. */
  private static void checkDatabase(Environment environment, String prefix) {
    String url = environment.getProperty(prefix + ".url", "");
    if (!url.isBlank()
        && (!url.matches("jdbc:.*postgresql:.*")
            || url.matches("(?i).*[?&]password=.*|[^?]*//[^/?]*@.*"))) {
      throw new WrongConfiguration(
          "%1$s.url must look like jdbc:postgresql://host:5432/okta, without a name or password: they belong into %1$s.username and password"
              .formatted(prefix));
    }
  }

  private static Map<String, Class<?>> settings(ConfigurableListableBeanFactory beans) {
    Map<String, Class<?>> found = new LinkedHashMap<>();
    for (String name : beans.getBeanDefinitionNames()) {
      Class<?> type = beans.getType(name, false);
      if (type != null && (prefix(type) + ".").startsWith("okta.")) {
        found.put(name, type);
      }
    }
    return found;
  }

  private static String prefix(Class<?> type) {
    ConfigurationProperties marked =
        AnnotatedElementUtils.findMergedAnnotation(type, ConfigurationProperties.class);
    return marked == null ? "" : marked.prefix();
  }

  private static void refuseWrong(
      IterableConfigurationPropertySource source, Keys root, Environment environment) {
    UnknownKey unknown = new UnknownKey(root, source.getUnderlyingSource());
    for (ConfigurationPropertyName name : source) {
      if (OKTA.isAncestorOf(name)) {
        ConfigurationProperty property = source.getConfigurationProperty(name);
        String value = ObjectUtils.nullSafeToString(property.getValue());
        String reason = unknown.reason(property, environment.resolvePlaceholders(value));
        if (reason != null) {
          throw new WrongConfiguration(WrongValue.line(name.toString(), reason, property));
        }
      }
    }
  }

  /** Told and not refused: routes of one's own may read a key that Spring doesn't know. */
  private static void tellUnread(IterableConfigurationPropertySource source, SpringKeys springs) {
    if (SpringKeys.isWritten(source)) {
      source.stream()
          .map(source::getConfigurationProperty)
          .flatMap(property -> springs.unread(property).stream())
          .forEach(line -> log.warn("Configuration: {}", line));
    }
  }

  /**
   * Spring would leave a reference to what isn't set as it stands: Okta would be sent it as a
   * secret, and an administrator's password be what everybody reads in our documentation. What a
   * source before it has in its place counts for nothing.
   */
  private static void refuseUnset(
      IterableConfigurationPropertySource source,
      List<ConfigurationPropertySource> before,
      ConfigurableEnvironment environment) {
    for (ConfigurationPropertyName name : source) {
      if (READ.stream().anyMatch(group -> group.isAncestorOf(name))
          && !JoinedIntegrations.replaces(environment, source, name)) {
        ConfigurationProperty property = source.getConfigurationProperty(name);
        String reason = unset(property.getValue(), environment);
        if (reason != null
            && before.stream().allMatch(each -> each.getConfigurationProperty(name) == null)) {
          throw new WrongConfiguration(WrongValue.line(name.toString(), reason, property));
        }
      }
    }
  }

  private static String unset(Object value, Environment environment) {
    try {
      environment.resolveRequiredPlaceholders(value == null ? "" : value.toString());
      return null;
    } catch (PlaceholderResolutionException e) {
      return "refers to %s, which isn't set; set it, give a default, or write \\${ where no reference is meant"
          .formatted(e.getPlaceholder());
    }
  }

  private static void read(
      ConfigurableListableBeanFactory beans,
      String name,
      String prefix,
      ConfigurableEnvironment environment) {
    try {
      beans.getBean(name);
    } catch (BeansException e) {
      String line = WrongValue.of(e, prefix).getMessage();
      throw new WrongConfiguration(JoinedIntegrations.withOrigin(environment, line));
    }
  }
}
