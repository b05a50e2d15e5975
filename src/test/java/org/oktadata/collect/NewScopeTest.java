package org.oktadata.collect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.AppUnderTest;
import org.oktadata.SmallHome;

/** A line of the catalogue that needs a scope which no other needs. */
class NewScopeTest {

  @Test
  void isReadAtOnceThoughTheTokenWasAskedForBeforeTheLineWasThere(@TempDir Path folder)
      throws IOException {
    Path home = SmallHome.in(folder, Set.of("zones"));
    try (ScriptedOkta okta = new ScriptedOkta();
        AppUnderTest app =
            AppUnderTest.start(
                folder,
                okta.url(),
                "--okta.home=" + home,
                "--okta.integrations[0].data-types=zones,sms_templates")) {
      okta.give("/api/v1/templates/sms", 200, "[{\"id\":\"cstk1\"}]");
      app.collectFor(Duration.ofMinutes(1), "{}");
      assertThat(granted(app)).isEqualTo("okta.networkZones.read");
      Files.writeString(
          home.resolve("routes/data-types.yaml"), example() + "\n", StandardOpenOption.APPEND);
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> app.bean(CamelContext.class).getRoute("sms_templates") != null);
      JsonNode run = app.collectFor(Duration.ofMinutes(1), "{\"dataTypes\":[\"sms_templates\"]}");
      assertThat(run.path("status").asText()).as(run.toPrettyString()).isEqualTo("SUCCESS");
      assertThat(app.column("select id from okta.sms_templates")).containsExactly("cstk1");
      assertThat(granted(app)).isEqualTo("okta.networkZones.read,okta.templates.read");
    }
  }

  /** The line that the README adds. */
  private static String example() throws IOException {
    return Files.readAllLines(Path.of("README.md")).stream()
        .filter(line -> line.startsWith("sms_templates: {"))
        .findFirst()
        .orElseThrow();
  }

  private static String granted(AppUnderTest app) {
    return app.database()
        .sql("select array_to_string(granted_scopes, ',') from store.integration")
        .query(String.class)
        .single();
  }
}
