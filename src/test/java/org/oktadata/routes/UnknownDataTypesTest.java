package org.oktadata.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.AppUnderTest;
import org.oktadata.SmallHome;
import org.oktadata.catalogue.Catalogue;
import org.oktadata.sandbox.OrgSize;
import org.oktadata.sandbox.SandboxClient;
import org.oktadata.sandbox.SandboxOkta;
import org.oktadata.sandbox.SandboxOptions;
import org.oktadata.sandbox.SandboxOrg;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Data types that an integration names or the database holds, and the catalogue doesn't know. */
@ExtendWith(OutputCaptureExtension.class)
class UnknownDataTypesTest {

  private final SandboxOkta okta =
      SandboxOkta.start(
              SandboxOrg.generate(OrgSize.tiny().withEvents(20), 1), SandboxOptions.standard())
          .register(SandboxClient.withSecret("app", "secret"));

  @AfterEach
  void stop() {
    okta.close();
  }

  @Test
  void theyAreToldOnceEachWithTheirCure(@TempDir Path folder, CapturedOutput log)
      throws IOException {
    Path home = SmallHome.in(folder, Set.of("zones", "app_grants", "apps"));
    try (AppUnderTest app =
        AppUnderTest.start(
            folder,
            okta,
            "--okta.home=" + home,
            "--okta.integrations[0].data-types=zones,app_grant")) {
      JsonNode report = app.call("POST", "/api/integrations/acme/test", null);
      assertThat(report.path("status").asText()).isEqualTo("PARTIAL_SUCCESS");
      assertThat(report.path("dataTypes"))
          .filteredOn(type -> type.path("dataType").asText().equals("app_grant"))
          .singleElement()
          .extracting(type -> type.path("message").asText())
          .asString()
          .startsWith("There is no data type 'app_grant' (app_grants?).");
      assertThat(app.call("GET", "/api/integrations/acme/advice", null).toString())
          .contains("There is no data type 'app_grant' (app_grants?).");
      assertThat(app.collect("{\"dataTypes\":[\"zones\"]}").path("status").asText())
          .isEqualTo("SUCCESS");
      assertThat(log.getOut()).doesNotContain("it isn't collected any more");

      Path catalogue = home.resolve("routes/data-types.yaml");
      Files.writeString(catalogue, Files.readString(catalogue).replaceAll("(?m)^zones:.*\\R", ""));
      app.bean(Routes.class).reload(app.bean(CamelContext.class));
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> app.bean(Catalogue.class).find("zones").isEmpty());
      Files.writeString(catalogue, Files.readString(catalogue) + "\n");
      app.bean(Routes.class).reload(app.bean(CamelContext.class));
    }
    assertThat(log.getOut())
        .containsOnlyOnce("acme: data-types: There is no data type 'app_grant' (app_grants?).")
        .containsOnlyOnce(
            "zones has rows, but no line in data-types.yaml: it isn't collected any more")
        .contains("deleted_at = now() where data_type = 'zones' and deleted_at is null");
  }
}
