package org.oktadata.integrations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.io.FileSystemResource;

class SpringKeysTest {

  @Test
  void aKeyBelowSpringOrServerThatNothingReadsIsToldWithItsPlace(@TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("application.yaml");
    Files.writeString(
        file,
        """
        server:
          prot: 8443
          tomcat.remoteip.internal-proxy: 10\\.1\\.2\\.3
        spring.security.user: {name: admin, pasword: hush}
        management.server.prot: 8081
        logging.levels.root: info
        """);
    assertThat(unread(file))
        .satisfiesExactly(
            line -> assertThat(line).startsWith("server.prot (server.port?) is no setting"),
            line ->
                assertThat(line)
                    .startsWith("server.tomcat.remoteip.internal-proxy")
                    .contains("(server.tomcat.remoteip.internal-proxies?)", "3:35"),
            line ->
                assertThat(line)
                    .startsWith("spring.security.user.pasword (spring.security.user.password?)")
                    .doesNotContain("hush"),
            line -> assertThat(line).startsWith("management.server.prot (management.server.port?)"),
            line -> assertThat(line).startsWith("logging.levels.root"));
  }

  @Test
  void namesOfOnesOwnBelowAMapAndWhateverStandsElsewhereAreRight(@TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("application.yaml");
    Files.writeString(
        file,
        """
        spring.security.oauth2.client:
          registration.okta: {client-id: 0oa, scope: [openid, groups]}
          provider.okta.issuer-uri: https://acme.okta.com
        spring.datasource.hikari: {maximumPoolSize: 10, data-source-properties: {tcpKeepAlive: true}}
        server.ssl: {certificate: "file:a.pem", certificate-private-key: "file:a.key"}
        logging.level: {root: warn, org.oktadata.collect: debug}
        logging.structured.format.console: ecs
        tickets.url: https://tickets.example
        """);
    assertThat(unread(file)).isEmpty();
    assertThat(unread(Path.of("src/main/resources/application.yaml"))).isEmpty();
  }

  private static List<String> unread(Path file) throws IOException {
    SpringKeys keys = new SpringKeys();
    var source =
        (IterableConfigurationPropertySource)
            ConfigurationPropertySource.from(
                new YamlPropertySourceLoader().load("file", new FileSystemResource(file)).get(0));
    return source.stream()
        .map(source::getConfigurationProperty)
        .map(keys::unread)
        .flatMap(Optional::stream)
        .toList();
  }
}
