package org.oktadata.integrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.oktadata.Application;
import org.oktadata.Canaries;
import org.oktadata.CopiedRoutes;
import org.oktadata.store.PreparedFolder;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A start that fails says why, and no secret, whatever is wrong and however much is logged. */
@ExtendWith(OutputCaptureExtension.class)
class StartSecretsTest {

  private static final String SECRET = "canary-of-a-failing-start-7d1e";

  private final Canaries canaries = new Canaries();

  @TempDir Path folder;

  /** What is wrong, as arguments; the canary stands for each secret. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "--okta.data-key=CANARY",
        "--okta.integrations[0].client-secret=CANARY --okta.integrations[0].private-key=CANARY",
        "--okta.integrations[0].client-secrte=CANARY",
        "--okta.integrations[0].client-secret.inner=CANARY",
        "--okta.integrations[0].client-secret=CANARY"
            + " --okta.integrations[0].intake-key=${CANARY-UNSET}",
        "--okta.integrations[0].issuer=https://me:CANARY@acme.okta.com",
        "--okta.http.proxy-password=CANARY",
        "--okta.deliveries.slack.url=ftp://hooks.test/CANARY",
        "--okta.deliveries.webhook.url=https://me:CANARY@hooks.test/",
        "--okta.console.viewer.password=CANARY --okta.console.viewer.nmae=x",
        "--spring.datasource.url=jdbc:postgresql://127.0.0.1:1/okta?password=CANARY",
        "--spring.datasource.url=jdbc:postgresql://127.0.0.1:1/okta"
            + " --spring.datasource.username=okta --spring.datasource.password=CANARY",
        "--spring.datasource.url=jdbc:postgres://okta:CANARY@127.0.0.1:1/okta",
        "--okta.reader.datasource.url=jdbc:postgresql://127.0.0.1:1/okta?password=CANARY",
        "--okta.kafka.bootstrap-servers=127.0.0.1:1 --okta.kafka.properties.acks=CANARY"
            + " --okta.kafka.properties.ssl.key.password=CANARY",
        "--spring.security.oauth2.client.registration.x.client-id=a"
            + " --spring.security.oauth2.client.registration.x.client-secret=CANARY"
      })
  void aFailingStartTellsNoSecret(String wrong, CapturedOutput output) {
    Throwable failure = start(wrong.replace("CANARY-UNSET", "UNSET").replace("CANARY", SECRET));
    assertThat(failure).as("it fails").isNotNull();
    canaries.plant("a secret", SECRET);
    assertThat(output.getAll().lines().filter(line -> line.contains("ERROR"))).isNotEmpty();
    assertThat(canaries.planted(output.getAll())).isNull();
  }

  @Test
  void aFileThatIsNoYamlIsToldByItsPlaceAlone(CapturedOutput output) throws Exception {
    Files.writeString(
        folder.resolve("application.yaml"),
        "okta:\n  integrations:\n    - name: acme\n     client-secret: " + SECRET + "\n");
    assertThat(start("--spring.config.additional-location=file:" + folder + "/")).isNotNull();
    canaries.plant("a secret", SECRET);
    assertThat(output.getAll()).contains("A configuration file is no YAML in line 4");
    assertThat(canaries.planted(output.getAll())).isNull();
  }

  /** At the level that people run it with: Camel's own DEBUG shows whole endpoints. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "data-types.yaml|path: /api/v1/org,|pth: /api/v1/org,|unknown column 'pth'",
        "deliver-email.camel.yaml|mail.smtp.starttls.enable: true|motto: '{{okta.integrations[0].intake-key}}'|Unknown parameters=[{motto={{okta.integrations[0].intake-key}}}]"
      })
  void aWrongRouteFileIsToldAsAnEditIs(
      String name, String right, String wrong, String problem, CapturedOutput output)
      throws Exception {
    Path home = CopiedRoutes.in(folder);
    Path file = home.resolve("routes").resolve(name);
    String text = Files.readString(file);
    Files.writeString(file, text.replace(right, wrong));
    assertThat(
            start(
                "--logging.level.root=warn --okta.home="
                    + home
                    + " --okta.integrations[0].client-secret=x --okta.integrations[0].intake-key="
                    + SECRET))
        .isNotNull();
    canaries.plant("a secret", SECRET);
    assertThat(output.getAll().lines().filter(each -> each.contains(" ERROR ")))
        .singleElement()
        .asString()
        .contains(name + " line ", problem);
    assertThat(output).doesNotContain("\tat ");
    assertThat(canaries.planted(output.getAll())).isNull();
  }

  @Test
  void aSecretThatIsToldIsFound(CapturedOutput output) {
    start("--okta.home=x --okta." + SECRET + "=x");
    canaries.plant("a secret", SECRET);
    assertThat(canaries.planted(output.getAll())).contains("okta.");
  }

  private Throwable start(String wrong) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--server.port=0",
                "--okta.database.port=0",
                "--okta.database.directory=" + PreparedFolder.migrated(folder.resolve("data")),
                "--spring.datasource.hikari.connection-timeout=300"));
    if (!wrong.contains("logging")) {
      arguments.addAll(List.of("--debug", "--logging.level.root=debug"));
    }
    if (wrong.contains("integrations[0]")) {
      arguments.add("--okta.integrations[0].name=acme");
      arguments.add("--okta.integrations[0].client-id=x");
      if (!wrong.contains("issuer")) {
        arguments.add("--okta.integrations[0].issuer=https://acme.okta.com");
      }
    }
    arguments.addAll(Arrays.asList(wrong.split(" ")));
    return catchThrowable(
        () -> SpringApplication.run(Application.class, arguments.toArray(String[]::new)).close());
  }
}
