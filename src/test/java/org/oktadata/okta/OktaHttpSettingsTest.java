package org.oktadata.okta;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.unit.DataSize;

class OktaHttpSettingsTest {
  private final ApplicationContextRunner app =
      new ApplicationContextRunner().withUserConfiguration(Settings.class);

  @EnableConfigurationProperties(OktaHttpSettings.class)
  static class Settings {}

  @Test
  void thereIsADefaultForEverything() {
    app.withPropertyValues("okta.http.proxy-host=", "okta.http.trusted-certificates=")
        .run(
            context ->
                assertThat(context.getBean(OktaHttpSettings.class))
                    .isEqualTo(
                        new OktaHttpSettings(
                            Duration.ofSeconds(10),
                            Duration.ofSeconds(60),
                            8,
                            40,
                            DataSize.ofMegabytes(32),
                            null,
                            null,
                            null,
                            null,
                            null)));
  }

  @Test
  void everyValueCanBeSet() {
    app.withPropertyValues(
            "okta.http.connect-timeout=3s",
            "okta.http.response-timeout=20s",
            "okta.http.connections-per-host=80",
            "okta.http.max-answer=64MB",
            "okta.http.proxy-host=proxy.acme.test",
            "okta.http.proxy-port=3128")
        .run(
            context ->
                assertThat(context.getBean(OktaHttpSettings.class))
                    .isEqualTo(
                        new OktaHttpSettings(
                            Duration.ofSeconds(3),
                            Duration.ofSeconds(20),
                            8,
                            80,
                            DataSize.ofMegabytes(64),
                            "proxy.acme.test",
                            3128,
                            null,
                            null,
                            null)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "connect-timeout=0s|okta.http.connect-timeout must be above 0",
        "response-timeout=1h|okta.http.response-timeout must be above 0 and at most 10m",
        "connections-per-host=0|okta.http.connections-per-host must be 1 or more",
        "max-answer=2GB|okta.http.max-answer must be between 1MB and 1024MB",
        "proxy-host=http://proxy:3128|its port goes into okta.http.proxy-port",
        "proxy-host=user@proxy|must be a host name alone",
        "proxy-host=proxy|set both or none",
        "proxy-port=3128|set both or none",
        "proxy-password=hush|okta.http.proxy-username and okta.http.proxy-password belong together",
        "trusted-certificates=/nowhere/ca.pem|names no readable file: /nowhere/ca.pem",
        "trusted-certificates=src|names no readable file: src",
        "trusted-certificates=pom.xml|holds no CA certificates that can be read, as PEM or DER: pom.xml",
        "proxy=x|elements [okta.http.proxy]"
      })
  void aWrongShapeStopsTheStartAndNamesThePropertyAndTheCure(String property, String sentence) {
    app.withPropertyValues("okta.http." + property)
        .run(
            context -> {
              assertThat(context).hasFailed();
              assertThat(context.getStartupFailure()).hasStackTraceContaining(sentence);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "proxy|3128|a:b|okta.http.proxy-username must not have a colon",
        "||ada|set okta.http.proxy-host and proxy-port, too"
      })
  void aLoginThatNoProxyCouldTakeStopsTheStart(
      String host, String port, String user, String sentence) {
    app.withPropertyValues(
            "okta.http.proxy-host=" + (host == null ? "" : host),
            "okta.http.proxy-port=" + (port == null ? "" : port),
            "okta.http.proxy-username=" + user,
            "okta.http.proxy-password=hush")
        .run(context -> assertThat(context.getStartupFailure()).hasStackTraceContaining(sentence));
  }
}
