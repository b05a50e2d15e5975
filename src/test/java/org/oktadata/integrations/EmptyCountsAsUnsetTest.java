package org.oktadata.integrations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ClassPathResource;

class EmptyCountsAsUnsetTest {

  /** Those that may be empty have an empty default of their own. */
  private static final Pattern IN_ROUTES = Pattern.compile("\\{\\{(okta\\.[a-z.-]+)(:[^}]+)?}}");

  private final StandardEnvironment environment = new StandardEnvironment();

  @BeforeEach
  void readTheDefaults() throws IOException {
    new YamlPropertySourceLoader()
        .load("defaults", new ClassPathResource("application.yaml"))
        .forEach(environment.getPropertySources()::addLast);
  }

  @Test
  void whatRoutesReadAsTextHasItsDefaultWhereAVariableIsEmpty() throws IOException {
    Map<String, String> defaults = new TreeMap<>();
    try (Stream<Path> routes = Files.list(Path.of("routes"))) {
      for (Path route : routes.toList()) {
        for (Matcher key = IN_ROUTES.matcher(Files.readString(route)); key.find(); ) {
          defaults.put(key.group(1), environment.getProperty(key.group(1)));
        }
      }
    }
    assertThat(defaults).containsEntry("okta.streaming.http.requests-per-second", "500");
    Map<String, Object> empty = new HashMap<>();
    defaults.keySet().forEach(key -> empty.put(variable(key), ""));
    fill(empty);
    defaults.forEach(
        (key, standard) ->
            assertThat(environment.getProperty(key)).as(key).isNotNull().isEqualTo(standard));
  }

  @Test
  void anEmptyVariableLeavesWhatTheOperatorsFileSays() {
    environment
        .getPropertySources()
        .addAfter(
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
            new MapPropertySource(
                "file",
                Map.of(
                    "okta.streaming.sqs.joined", "7",
                    "okta.check-settings.user-stuck.days", "9",
                    "spring.datasource.url", "jdbc:postgresql://db/okta")));
    fill(
        Map.of(
            "SPRING_DATASOURCE_URL", "",
            "OKTA_STREAMING_SQS_JOINED", "",
            "OKTA_CHECKSETTINGS_USERSTUCK_DAYS", "",
            "OKTA_STREAMING_SQS_CONSUMERS", "3"));
    assertThat(environment.getProperty("okta.streaming.sqs.joined")).isEqualTo("7");
    assertThat(environment.getProperty("spring.datasource.url")).endsWith("//db/okta");
    assertThat(environment.getProperty("okta.check-settings.user-stuck.days")).isEqualTo("9");
    assertThat(environment.getProperty("okta.streaming.sqs.consumers")).isEqualTo("3");
  }

  @Test
  void emptyVariablesOfOneIntegrationLeaveAllThatTheFileNames() {
    environment
        .getPropertySources()
        .addLast(
            new MapPropertySource(
                "file",
                Map.of(
                    "okta.integrations[0].name", "acme",
                    "okta.integrations[0].private-key", "file:acme.pem",
                    "okta.integrations[1].name", "beta")));
    fill(
        Map.of(
            "OKTA_INTEGRATIONS_0_NAME", "",
            "OKTA_INTEGRATIONS_0_CLIENT_ID", "",
            "OKTA_INTEGRATIONS_0_CLIENT_SECRET", ""));
    assertThat(
            Binder.get(environment)
                .bind("okta.integrations", Bindable.listOf(Map.class))
                .orElse(List.of()))
        .containsExactly(
            Map.of("name", "acme", "private-key", "file:acme.pem"), Map.of("name", "beta"));
  }

  private void fill(Map<String, Object> variables) {
    environment
        .getPropertySources()
        .replace(
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
            new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
    ConfigurationPropertySources.attach(environment);
    new EmptyCountsAsUnset().postProcessEnvironment(environment, null);
  }

  private static String variable(String key) {
    return key.toUpperCase(Locale.ROOT).replace("-", "").replace('.', '_');
  }
}
