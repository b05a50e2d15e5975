package org.oktadata.integrations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class JoinedIntegrationsTest {

  private final StandardEnvironment environment = new StandardEnvironment();

  @Test
  void anIntegrationInVariablesLeavesThoseOfTheFile() {
    file("beta", Map.of("client-secret", "of-the-file", "data-types", "managed"));
    variables(
        "OKTA_INTEGRATIONS_0_NAME", "acme",
        "OKTA_INTEGRATIONS_0_CLIENT_SECRET", "of-acme");
    assertThat(joined()).extracting(IntegrationSettings::name).containsExactly("beta", "acme");
    assertThat(joined())
        .extracting(IntegrationSettings::clientSecret)
        .containsExactly("of-the-file", "of-acme");
  }

  @Test
  void aSecretInAVariableBelongsToTheIntegrationOfItsPlace() {
    file("beta", Map.of("data-types[0]", "managed", "data-types[1]", "app_keys"));
    variables(
        "OKTA_INTEGRATIONS_0_CLIENTSECRET", "of-the-variable",
        "OKTA_INTEGRATIONS_0_DATATYPES_0", "users");
    assertThat(joined())
        .singleElement()
        .satisfies(
            beta -> {
              assertThat(beta.name()).isEqualTo("beta");
              assertThat(beta.clientSecret()).isEqualTo("of-the-variable");
              assertThat(beta.dataTypes()).as("a list as a whole").containsExactly("users");
            });
  }

  @Test
  void theSameNameIsTheSameIntegrationWhateverItsPlace() {
    file("beta", Map.of("client-secret", "of-the-file", "client-id", "0oa1"));
    variables(
        "OKTA_INTEGRATIONS_0_NAME", "acme",
        "OKTA_INTEGRATIONS_1_NAME", "beta",
        "OKTA_INTEGRATIONS_1_CLIENTSECRET", "of-the-variable");
    environment
        .getPropertySources()
        .addFirst(
            new SimpleCommandLinePropertySource(
                "--okta.integrations[0].name=beta", "--okta.integrations[0].key-id=at-the-start"));
    List<IntegrationSettings> joined = joined();
    assertThat(joined).extracting(IntegrationSettings::name).containsExactly("beta", "acme");
    assertThat(joined.get(0).clientId()).isEqualTo("0oa1");
    assertThat(joined.get(0).clientSecret()).isEqualTo("of-the-variable");
    assertThat(joined.get(0).keyId()).isEqualTo("at-the-start");
  }

  @Test
  void whatAVariableSaysOfNobodyStaysAMistake() {
    file("beta", Map.of());
    variables("OKTA_INTEGRATIONS_3_CLIENTSECRET", "of-nobody");
    List<IntegrationSettings> joined = joined();
    assertThat(joined).hasSize(2);
    assertThat(joined.get(1).name()).isNull();
    assertThat(JoinedIntegrations.withOrigin(environment, "okta.integrations[1].name is missing"))
        .isEqualTo(
            "okta.integrations[1].name is missing (\"OKTA_INTEGRATIONS_3_CLIENTSECRET\" from property source \"systemEnvironment\")");
  }

  @Test
  void aListOfOneSourceStaysWhereItIs() {
    variables("OKTA_INTEGRATIONS_0_NAME", "acme");
    assertThat(joined()).extracting(IntegrationSettings::name).containsExactly("acme");
    assertThat(environment.getPropertySources().contains(JoinedIntegrations.SOURCE)).isFalse();
  }

  @Test
  void aPlaceThatIsLeftOutIsNone() {
    variables("OKTA_INTEGRATIONS_1_NAME", "acme", "OKTA_INTEGRATIONS_3_NAME", "beta");
    assertThat(joined()).extracting(IntegrationSettings::name).containsExactly("acme", "beta");
  }

  @Test
  void ofTwoFilesOneCountsAndTheOtherIsTold() {
    file("beta", Map.of());
    environment
        .getPropertySources()
        .addLast(new MapPropertySource("another", Map.of("okta.integrations[0].name", "gamma")));
    assertThat(joined()).extracting(IntegrationSettings::name).containsExactly("beta");
    assertThat(JoinedIntegrations.unread(environment))
        .contains(
            "okta.integrations is in several files; only the list of file counts, not that of another");
  }

  private void file(String name, Map<String, Object> more) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("okta.integrations[0].name", name);
    more.forEach((key, value) -> values.put("okta.integrations[0]." + key, value));
    environment.getPropertySources().addLast(new MapPropertySource("file", values));
  }

  private void variables(String... namesAndValues) {
    Map<String, Object> variables = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      variables.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    environment
        .getPropertySources()
        .replace(
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
            new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
  }

  private List<IntegrationSettings> joined() {
    ConfigurationPropertySources.attach(environment);
    new JoinedIntegrations().postProcessEnvironment(environment, null);
    return Binder.get(environment)
        .bind("okta.integrations", Bindable.listOf(IntegrationSettings.class))
        .get();
  }
}
