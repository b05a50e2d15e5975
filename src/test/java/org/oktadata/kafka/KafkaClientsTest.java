package org.oktadata.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.oktadata.integrations.WrongConfiguration;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Clients are made at the start, where somebody reads what is wrong with their properties. */
class KafkaClientsTest {

  private static final String ALLOWED = "org.apache.kafka.sasl.oauthbearer.allowed.urls";

  private static final String LOGIN =
      "security.protocol=SASL_PLAINTEXT|sasl.mechanism=PLAIN|sasl.jaas.config=";

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "max.in.flight.requests.per.connection=10; at most 5",
        "retries=0; retries",
        "delivery.timeout.ms=1000; delivery.timeout.ms should be",
        "request.timeout.ms=5000|default.api.timeout.ms=3000; default.api.timeout.ms must be",
        "security.protocol=SSL|ssl.truststore.type=PEM|ssl.truststore.location=/nowhere/ca.pem; /nowhere/ca.pem",
        LOGIN + "org.example.Login required password=canary; sasl.jaas.config must be",
        "partition.assignment.strategy=org.example.Canary; a class that they name"
      })
  void propertiesThatDoNotGoTogetherStopTheStart(String properties, String told) {
    WrongConfiguration wrong =
        catchThrowableOfType(WrongConfiguration.class, () -> clients("127.0.0.1:9092", properties));
    assertThat(wrong).hasMessageStartingWith("okta.kafka.properties: ").hasMessageContaining(told);
    assertThat(wrong.getMessage()).doesNotContain("canary").doesNotContain("Canary");
  }

  @Test
  void aLoginWithoutItsEndRepeatsNoPassword() {
    WrongConfiguration wrong =
        catchThrowableOfType(
            WrongConfiguration.class,
            () ->
                clients(
                    "127.0.0.1:9092",
                    LOGIN
                        + "org.apache.kafka.common.security.plain.PlainLoginModule required username=okta password canary"));
    assertThat(wrong).hasMessageContaining("sasl.jaas.config must be");
    assertThat(wrong.getMessage()).doesNotContain("canary");
  }

  /** A slower network needs that one property alone. */
  @ParameterizedTest
  @ValueSource(strings = {"request.timeout.ms=5000", "request.timeout.ms=30000", "linger.ms=100"})
  void aRequestMayTakeLongerThanWeWouldWait(String properties) {
    assertThatCode(() -> clients("127.0.0.1:9092", properties)).doesNotThrowAnyException();
  }

  /** As where names of brokers come and go with them. */
  @Test
  void aNameThatIsNotResolvedStopsNoStart() {
    assertThatCode(() -> clients("kafka.invalid:9092", "retries=5")).doesNotThrowAnyException();
  }

  @Test
  void aLoginThatIsNotThereStopsTheStart() {
    assertThatThrownBy(
            () -> clients("127.0.0.1:9092", LOGIN + "org.example.Login required name=canary;"))
        .isInstanceOf(WrongConfiguration.class)
        .hasMessageContaining("org.example.Login")
        .hasMessageNotContaining("canary");
  }

  /** It takes connections, and says nothing for as long as a request may take. */
  @RepeatedTest(5)
  void brokersThatAreSilentHoldNoStartUp() throws Exception {
    try (ServerSocket silent = new ServerSocket(0)) {
      assertTimeoutPreemptively(
          Duration.ofSeconds(10),
          () -> clients("127.0.0.1:" + silent.getLocalPort(), "request.timeout.ms=30000"));
    }
  }

  /** As where the provider of logins starts later than we do. */
  @Test
  void aLoginThatCanNotBeMadeYetStopsNoStart() throws Exception {
    String url = "http://127.0.0.1:" + closedPort() + "/token";
    System.setProperty(ALLOWED, url);
    try {
      clients(
          "127.0.0.1:9092",
          "security.protocol=SASL_PLAINTEXT|sasl.mechanism=OAUTHBEARER"
              + "|sasl.login.retry.backoff.ms=1|sasl.login.retry.backoff.max.ms=10"
              + "|sasl.login.callback.handler.class=org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler"
              + "|sasl.oauthbearer.token.endpoint.url="
              + url
              + "|sasl.jaas.config=org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required clientId=\"okta\" clientSecret=\"canary\";");
    } finally {
      System.clearProperty(ALLOWED);
    }
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void clients(String brokers, String properties) {
    Map<String, String> keys = new HashMap<>(Map.of("okta.kafka.bootstrap-servers", brokers));
    Arrays.stream(properties.split("\\|"))
        .map(each -> each.split("=", 2))
        .forEach(each -> keys.put("okta.kafka.properties." + each[0], each[1]));
    KafkaSettings settings =
        new Binder(new MapConfigurationPropertySource(keys))
            .bindOrCreate("okta.kafka", Bindable.of(KafkaSettings.class));
    assertThat(new KafkaClients(settings, new KafkaTopics(settings))).isNotNull();
  }
}
