package org.oktadata.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.oktadata.store.PreparedFolder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.actuate.observability.AutoConfigureObservability;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestExecutionListeners;
import org.springframework.util.FileSystemUtils;

/**
 * The whole application on a free port with a database of its own, started once for all tests. It
 * collects nothing: its org isn't there, and a pull that fails marks the integration a minute
 * later, in the midst of another test.
 */
@TestExecutionListeners(
    listeners = RestBetweenClasses.class,
    mergeMode = TestExecutionListeners.MergeMode.MERGE_WITH_DEFAULTS)
@AutoConfigureObservability(tracing = false)
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "okta.database.port=0",
      "okta.schedule.full=0",
      "okta.schedule.delta=0",
      "okta.schedule.log=0",
      "okta.schedule.verify=0",
      "spring.quartz.properties[org.quartz.scheduler.instanceName]=web",
      "spring.security.user.name=ada",
      "spring.security.user.password=lovelace",
      "okta.console.viewer.name=vera",
      "okta.console.viewer.password=rubin",
      "okta.console.viewers[0].name=siem",
      "okta.console.viewers[0].password=read-only",
      "okta.console.analysts[0].name=soar",
      "okta.console.analysts[0].password=decides",
      "okta.integrations[0].name=configured",
      "okta.integrations[0].issuer=https://configured.okta.com",
      "okta.integrations[0].client-id=0oa0",
      "okta.integrations[0].client-secret=secret-of-configuration"
    })
public abstract class StartedApplication {

  private static final Path DATA = freshFolder();

  @LocalServerPort private int port;
  @Autowired protected JdbcClient jdbc;
  protected Browser http;

  @DynamicPropertySource
  static void data(DynamicPropertyRegistry properties) {
    properties.add("okta.database.directory", () -> PreparedFolder.migrated(DATA.resolve("data")));
  }

  @BeforeEach
  void onlyTheConfiguredIntegration() {
    http = new Browser("http://localhost:" + port);
    jdbc.sql("delete from store.integration where name <> 'configured'").update();
  }

  /** Under target, where what earlier runs left is cleared away, though not what runs beside it. */
  private static Path freshFolder() {
    String name = System.getProperty("web.test.folder", "web-test-0") + "-";
    try (Stream<Path> earlier = Files.list(Path.of("target"))) {
      List<Path> left =
          earlier.filter(path -> path.getFileName().toString().startsWith(name)).toList();
      for (Path path : left) {
        FileSystemUtils.deleteRecursively(path);
      }
      return Files.createTempDirectory(Path.of("target"), name).toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
