package org.oktadata.integrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.Application;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.FileSystemResource;
import org.yaml.snakeyaml.error.MarkedYAMLException;

@ExtendWith(OutputCaptureExtension.class)
class WrongStartTest {

  @Test
  void oneErrorLineAndNoStackTrace(CapturedOutput output) {
    Throwable failure =
        catchThrowable(
            () ->
                SpringApplication.run(
                    Application.class,
                    "--okta.integrations[0].name=acme",
                    "--okta.integrations[0].issuer=https://acme.okta.com",
                    "--okta.integrations[0].client-id=0oa1",
                    "--okta.integrations[0].client-secret=hush",
                    "--okta.integrations[0].private-key=hush"));
    assertThat(failure).isNotNull();
    List<String> told =
        output.getAll().lines().filter(line -> line.contains("okta.integrations")).toList();
    assertThat(told).hasSize(1);
    assertThat(told.get(0))
        .contains("ERROR", "okta.integrations[0].client-secret and private-key are both set");
    assertThat(output).doesNotContain("\tat ", "hush", "Exception");
  }

  @Test
  void integrationsOfTheFileAndOfVariablesAreReadTogether(
      @TempDir Path folder, CapturedOutput output) throws IOException {
    Files.writeString(
        folder.resolve("application.yaml"),
        "okta.integrations: [{name: beta, issuer: 'https://beta.okta.com', client-id: 0oa2}]");
    Throwable failure =
        catchThrowable(
            () ->
                SpringApplication.run(
                    Application.class,
                    "--spring.config.additional-location=file:" + folder + "/",
                    "--okta.integrations[0].client-secret=hush",
                    "--okta.integrations[1].name=acme"));
    assertThat(failure).isNotNull();
    assertThat(output.getAll().lines().filter(line -> line.contains("okta.integrations")))
        .singleElement()
        .asString()
        .contains("okta.integrations[1].issuer is missing", "\"commandLineArgs\")");
  }

  @Test
  void aFileThatIsNoYamlIsNamedWithItsPlaceAndWithoutItsLines(@TempDir Path folder)
      throws IOException {
    Path file = Files.createDirectories(folder.resolve("config")).resolve("application.yaml");
    Files.writeString(folder.resolve("application.yaml"), "okta: {home: .}");
    Files.writeString(file, "okta:\n\thome: hush\n");
    Throwable broken =
        catchThrowable(() -> new YamlPropertySourceLoader().load("", new FileSystemResource(file)));
    assertThat(WrongConfigurationReporter.place((MarkedYAMLException) broken, folder))
        .isEqualTo(
            "config/application.yaml is no YAML in line 2, column 1: indent with blanks instead of tabs");
  }

  @Test
  void aCertificateOfTheServersOwnThatIsNotThereIsOneLine(
      @TempDir Path folder, CapturedOutput output) {
    Path missing = folder.resolve("tls.crt");
    assertThat(
            catchThrowable(
                () ->
                    SpringApplication.run(
                        Application.class,
                        "--server.port=0",
                        "--server.ssl.certificate=file:" + missing,
                        "--server.ssl.certificate-private-key=file:" + missing,
                        "--okta.database.directory=" + folder)))
        .isNotNull();
    assertThat(errors(output))
        .singleElement()
        .asString()
        .contains("server.ssl: ", missing + " (No such file or directory)");
    assertThat(output).doesNotContain("\tat ");
  }

  @Test
  void whoStartsInTheWrongFolderIsToldBeforeAnythingIsMadeThere(
      @TempDir Path folder, CapturedOutput output) {
    assertThat(
            catchThrowable(() -> SpringApplication.run(Application.class, "--okta.home=" + folder)))
        .isNotNull();
    assertThat(errors(output))
        .singleElement()
        .asString()
        .contains("okta.home: there is no folder " + folder.resolve("routes"));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aTakenPortOfTheDatabaseIsOneLine(@TempDir Path folder, CapturedOutput output)
      throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(
              catchThrowable(
                  () ->
                      SpringApplication.run(
                          Application.class,
                          "--server.port=0",
                          "--okta.database.directory=" + folder,
                          "--okta.database.port=" + other.getLocalPort())))
          .isNotNull();
    }
    assertThat(errors(output)).singleElement().asString().contains("okta.database.port: port");
  }

  private static Stream<String> errors(CapturedOutput output) {
    return output.getAll().lines().filter(line -> line.contains("ERROR"));
  }
}
