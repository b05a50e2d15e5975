package org.oktadata.integrations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.oktadata.deliveries.DeliverySettings;
import org.oktadata.events.StreamingSettings;
import org.oktadata.instances.InstanceSettings;
import org.oktadata.kafka.KafkaSettings;
import org.oktadata.okta.OktaHttpSettings;
import org.oktadata.store.DatabaseSettings;
import org.oktadata.store.ReaderSettings;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class ConfigurationShapeTest {

  private static final String[] ACME = {
    "okta.integrations[0].name=acme",
    "okta.integrations[0].issuer=https://acme.okta.com",
    "okta.integrations[0].client-id=0oa1",
    "okta.integrations[0].client-secret=hush"
  };

  @EnableConfigurationProperties({
    OktaSettings.class,
    RetentionSettings.class,
    ScheduleSettings.class,
    InstanceSettings.class,
    DatabaseSettings.class,
    DeliverySettings.class,
    OktaHttpSettings.class,
    KafkaSettings.class,
    StreamingSettings.class,
    ReaderSettings.class
  })
  static class AllSettings {}

  private final ApplicationContextRunner start =
      new ApplicationContextRunner()
          .withUserConfiguration(ConfigurationShape.class, EmptyValues.class, AllSettings.class);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          okta.streaming.http.max-body=0B         | okta.streaming.http.max-body must be more than 0
          okta.streaming.http.requests-per-second=0 | okta.streaming.http.requests-per-second must be more than 0
          okta.http.max-answer=32 megabytes       | okta.http.max-answer must be a size with a unit, such as 32MB
          okta.deliveries.email.to=a@b.example    | okta.deliveries.email.to and okta.deliveries.email.host belong together
          okta.deliveries.email.host=mail         | okta.deliveries.email.to and okta.deliveries.email.host belong together
          okta.deliveries.email.port=0            | okta.deliveries.email.port must be between 1 and 65535
          okta.deliveries.webhook.secret=hush     | okta.deliveries.webhook.url is missing
          okta.deliveries.event-bridge.region=hush | okta.deliveries.event-bridge.region must be a region of AWS, such as
          okta.deliveries.event-bridge.endpoint=hush | okta.deliveries.event-bridge.endpoint must be an address
          okta.streaming.sqs.visibility-seconds=50000 | okta.streaming.sqs.visibility-seconds must be between 1 and 43200
          okta.streaming.sqs.endpoint=hush        | okta.streaming.sqs.endpoint must be an address
          okta.streaming.sqs.region=hush          | okta.streaming.sqs.region must be a region of AWS, such as
          okta.streaming.eventbridge.endpoint=hush | okta.streaming.eventbridge.endpoint must be an address
          okta.integrations[0].name=              | okta.integrations[0].name is missing
          okta.integrations[0].name=Acme          | okta.integrations[0].name must be 1 to 63
          okta.integrations[0].issuer=            | okta.integrations[0].issuer is missing
          okta.integrations[0].issuer=acme        | okta.integrations[0].issuer is not an org URL
          okta.integrations[0].issuer=http://a.b  | okta.integrations[0].issuer must start with https
          okta.integrations[0].client-id=         | okta.integrations[0].client-id is missing
          okta.integrations[0].client-secret=     | okta.integrations[0].client-secret or private-key
          okta.integrations[0].private-key=x      | okta.integrations[0].client-secret and private-key
          okta.integrations[0].dpop=hush          | okta.integrations[0].dpop must be one of auto
          okta.integrations[0].data-types=a b     | okta.integrations[0].data-types must be managed
          okta.integrations[0].rate-limit-share=2 | okta.integrations[0].rate-limit-share must be over 0
          okta.integrations[0].rate-limit-share=x | okta.integrations[0].rate-limit-share must be a number
          okta.integrations[0].log-history=180d   | okta.integrations[0].log-history must be at most 179d
          okta.integrations[0].log-history=hush   | okta.integrations[0].log-history must be a duration
          okta.integrations[0].max-in-flight=0    | okta.integrations[0].max-in-flight must be 1 or more
          okta.integrations[0].max-in-flight=hush | okta.integrations[0].max-in-flight must be a whole
          okta.integrations[0].client-secrt=hush  | okta.integrations[0].client-secrt is an unknown key; known here: client-id, client-secret
          okta.integrations[0].name.first=hush    | okta.integrations[0].name.first is an unknown key
          okta.integrations.name=acme             | okta.integrations.name is an unknown key; a list
          okta.integration[0].name=acme           | okta.integration[0].name is an unknown key
          okta.home-folder=x                      | okta.home-folder is an unknown key
          okta.collect-on-start=perhaps           | okta.collect-on-start must be true or false
          okta.client-id=0oa1                    | okta.client-id is an unknown key
          okta.home=${UNSET}                      | okta.home refers to UNSET, which isn't set; set it
          spring.security.user.password=${UNSET}  | spring.security.user.password refers to UNSET
          spring.datasource.password=x${UNSET}    | spring.datasource.password refers to UNSET
          server.ssl.key-password=${UNSET}        | server.ssl.key-password refers to UNSET
          spring.security.oauth2.client.registration.okta.client-secret=${UNSET} | spring.security.oauth2.client.registration.okta.client-secret refers to UNSET
          okta.data-key=hush                      | okta.data-key must be base64 of 32 bytes
          okta.deliveries.changes=opened,closed   | okta.deliveries.changes must be of opened, reopened
          okta.deliveries.min-severity=hush       | okta.deliveries.min-severity must be one of critical high
          okta.database.port=hush                 | okta.database.port must be a whole number
          okta.database.prot=1                    | okta.database.prot is an unknown key
          okta.http.response-timeout=0s           | okta.http.response-timeout must be above 0
          okta.retention=90d                      | okta.retention is no value; known here: audit, events
          okta.retention.event=90d                | okta.retention.event is an unknown key
          okta.retention.events=soon              | okta.retention.events must be a duration
          okta.schedule.full=24                   | okta.schedule.full must be a duration with a unit, such as
          okta.schedule.full=-1h                  | okta.schedule.full must be 0 or at least a second
          okta.schedule.delta=${okta.other:3600}  | okta.schedule.delta must be a duration with a unit
          okta.http.response-timeout=60           | okta.http.response-timeout must be a duration with a unit
          okta.instance.lease=20000               | okta.instance.lease must be a duration with a unit
          okta.kafka.keep-events=604800000        | okta.kafka.keep-events must be a duration with a unit
          okta.kafka.keep-findings=-1d            | okta.kafka.keep-findings must be 0 or at least a second
          okta.streaming.quiet-after=5            | okta.streaming.quiet-after must be a duration with a unit
          okta.streaming.poll-while-healthy=15ms  | okta.streaming.poll-while-healthy must be more than 0
          okta.reader.statement-timeout=-1s       | okta.reader.statement-timeout must be 0 or more, such as 20s
          okta.reader.lock-timeout=5              | okta.reader.lock-timeout must be a duration with a unit
          okta.reader.maximum-pool-size=0         | okta.reader.maximum-pool-size must be 1 or more
          okta.database.port=99999                | okta.database.port must be between 1 and 65535
          """)
  void aMistakeIsToldInOneLineThatNamesItAndItsCure(String property, String line) {
    start
        .withPropertyValues(ACME)
        .withPropertyValues(property)
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .isInstanceOf(WrongConfiguration.class)
                    .hasMessageStartingWith(line)
                    .hasMessageNotContaining("\n")
                    .hasMessageNotContaining("hush")
                    .hasNoCause());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          hush                                  | false
          soc@acme.example, hush                | false
          soc@acme.example                      | true
          soc@acme.example, it@acme.example     | true
          SOC of Acme <soc@acme.example>        | true
          soc@acme.example; it@acme.example     | true
          soc@acme.example; hush                | false
          "Acme, SOC" <soc@acme.example>        | true
          """)
  void mailGoesToAddresses(String receivers, boolean right) {
    start
        .withPropertyValues(
            "okta.deliveries.email.host=mail", "okta.deliveries.email.to=" + receivers)
        .run(
            context -> {
              if (right) {
                assertThat(context).hasNotFailed();
              } else {
                assertThat(context.getStartupFailure())
                    .hasMessageStartingWith("okta.deliveries.email.to must be addresses")
                    .hasMessageNotContaining("hush");
              }
            });
  }

  @Test
  void anEndpointOfSomebodyElseMayHaveRegionsOfItsOwn() {
    start
        .withPropertyValues(
            "okta.deliveries.event-bridge.region=here",
            "okta.deliveries.event-bridge.endpoint=http://localhost:9",
            "okta.streaming.sqs.region=elasticmq",
            "okta.streaming.sqs.endpoint=http://localhost:9")
        .run(context -> assertThat(context).hasNotFailed());
  }

  @Test
  void aNameIsUsedOnce() {
    start
        .withPropertyValues(ACME)
        .withPropertyValues(
            "okta.integrations[1].name=acme",
            "okta.integrations[1].issuer=https://acme.okta.com",
            "okta.integrations[1].client-id=0oa1",
            "okta.integrations[1].client-secret=x")
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .hasMessageStartingWith("okta.integrations[1].name is used twice"));
  }

  @Test
  void emptyValuesCountAsUnset() {
    start
        .withPropertyValues(ACME)
        .withPropertyValues(
            "okta.integrations[0].private-key=",
            "okta.integrations[0].key-id=",
            "okta.integrations[0].display-name=",
            "okta.integrations[0].data-types=",
            "okta.integrations[0].rate-limit-share=",
            "okta.integrations[0].log-history=",
            "okta.integrations[0].dpop=",
            "okta.integrations[0].max-in-flight=",
            "okta.integrations[1].name=",
            "okta.integrations[1].issuer=",
            "okta.data-key=",
            "okta.retention.events=",
            "okta.database.port=",
            "okta.http.proxy-port=",
            "okta.collect-on-start=")
        .run(
            context -> {
              OktaSettings settings = context.getBean(OktaSettings.class);
              assertThat(settings.integrations()).hasSize(1);
              IntegrationSettings acme = settings.integrations().get(0);
              assertThat(acme.displayName()).isEqualTo("acme");
              assertThat(acme.privateKey()).isNull();
              assertThat(acme.dataTypes()).containsExactly("managed");
              assertThat(acme.rateLimitShare()).isEqualTo(0.9);
              assertThat(acme.maxInFlight()).isEqualTo(30);
              assertThat(settings.dataKey()).isNull();
            });
  }

  @Test
  void plainHttpIsForLoopback() {
    start
        .withPropertyValues(ACME)
        .withPropertyValues("okta.integrations[0].issuer=http://127.0.0.1:9090/")
        .run(context -> assertThat(context).hasNotFailed());
  }

  @Test
  void environmentVariablesMayWriteDashesAsUnderscoresOrLeaveThemOut() {
    withVariables(
            Map.of(
                "OKTA_INTEGRATIONS_0_NAME", "acme",
                "OKTA_INTEGRATIONS_0_DISPLAY_NAME", "Acme",
                "OKTA_INTEGRATIONS_0_ISSUER", "https://acme.okta.com",
                "OKTA_INTEGRATIONS_0_CLIENTID", "0oa1",
                "OKTA_INTEGRATIONS_0_CLIENT_SECRET", "hush",
                "OKTA_INTEGRATIONS_0_DATATYPES_0", "managed",
                "OKTA_RETENTION_RESOLVED_FINDINGS", "9d",
                "OKTA_DATA_KEY", DataKey.generate()))
        .run(
            context -> {
              OktaSettings settings = context.getBean(OktaSettings.class);
              assertThat(settings.dataKey()).isNotNull();
              assertThat(settings.integrations().get(0).displayName()).isEqualTo("Acme");
              assertThat(settings.integrations().get(0).clientSecret()).isEqualTo("hush");
              assertThat(context.getBean(RetentionSettings.class).resolvedFindings()).hasDays(9);
            });
  }

  @Test
  void aReferenceThatAVariableReplacesOrThatIsNoneIsLeftAlone() {
    withVariables(Map.of("SPRING_SECURITY_USER_PASSWORD", "hush", "OKTA_DATABASE_DIRECTORY", "d"))
        .withPropertyValues(
            "spring.security.user.password=${UNSET}",
            "okta.database.directory=${UNSET}",
            "spring.datasource.password=${UNSET:default}",
            "okta.home=\\${home}")
        .run(
            context -> {
              assertThat(context).hasNotFailed();
              assertThat(context.getBean(OktaSettings.class).home()).isEqualTo("${home}");
            });
  }

  @Test
  void aMisspeltVariableOfOursStopsTheStartAndThoseOfOthersDoNot() {
    withVariables(Map.of("OKTA_CLIENT_TOKEN", "hush", "OKTA_DATA_SERVICE_PORT", "80"))
        .run(context -> assertThat(context).hasNotFailed());
    withVariables(Map.of("OKTA_INTEGRATIONS_0_CLIENTSECRT", "hush"))
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .hasMessageContaining("clientsecrt is an unknown key")
                    .hasMessageNotContaining("hush"));
  }

  @Test
  void noSettingsShowTheirSecrets() {
    start
        .withPropertyValues(ACME)
        .run(
            context ->
                assertThat(List.of(context.getBean(OktaSettings.class)).toString())
                    .contains("acme")
                    .doesNotContain("hush"));
  }

  private ApplicationContextRunner withVariables(Map<String, String> variables) {
    return start.withInitializer(
        context ->
            context
                .getEnvironment()
                .getPropertySources()
                .addFirst(
                    new SystemEnvironmentPropertySource(
                        "test-systemEnvironment", new HashMap<>(variables))));
  }
}
