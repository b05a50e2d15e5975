package org.oktadata.integrations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class CheckSettingVariablesTest {

  @Test
  void aDashOfTheKeyMayBeAnUnderscore() {
    StandardEnvironment environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .replace(
            "systemEnvironment",
            new SystemEnvironmentPropertySource(
                "systemEnvironment",
                Map.of(
                    "OKTA_CHECK_SETTINGS_USER_INACTIVE_DAYS", "30",
                    "OKTA_CHECK_SETTINGS_USER_STUCK_DAYS", "40",
                    "OKTA_CHECKSETTINGS_USER_STUCK_DAYS", "50")));
    new CheckSettingVariables().postProcessEnvironment(environment, null);
    assertThat(
            Binder.get(environment)
                .bind("okta.check-settings", Bindable.mapOf(String.class, Object.class))
                .get())
        .isEqualTo(
            Map.of(
                "user", Map.of("inactive", Map.of("days", "30"), "stuck", Map.of("days", "50"))));
  }
}
