package org.oktadata.collect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.AppUnderTest;
import org.oktadata.SmallHome;
import org.oktadata.sandbox.OrgSize;
import org.oktadata.sandbox.SandboxClient;
import org.oktadata.sandbox.SandboxOkta;
import org.oktadata.sandbox.SandboxOrg;

/** Lines of data-types.yaml that say less than those that are delivered. */
class OwnLineTest {

  @Test
  void whereALineNamesNoRoleTestAndRunAskForAnyAlike(@TempDir Path folder) throws IOException {
    Path home = SmallHome.in(folder, Set.of("groups", "zones"));
    Path catalogue = home.resolve("routes/data-types.yaml");
    Files.writeString(
        catalogue,
        Files.readString(catalogue).replaceAll("(?m)^((?:groups|zones):.*), role: [^,}]*", "$1"));
    try (SandboxOkta okta =
            SandboxOkta.start(SandboxOrg.generate(OrgSize.tiny(), 1))
                .register(SandboxClient.withSecret("app", "secret").withRoles());
        AppUnderTest app =
            AppUnderTest.start(
                folder,
                okta,
                "--okta.home=" + home,
                "--okta.integrations[0].data-types=groups,zones")) {
      assertThat(app.call("POST", "/api/integrations/acme/test", null).path("dataTypes"))
          .hasSize(2)
          .allSatisfy(type -> assertAsksForAnyRole(type.path("message")));
      assertThat(app.collect("{\"dataTypes\":[\"groups\",\"zones\"]}").path("dataTypes"))
          .hasSize(2)
          .allSatisfy(type -> assertAsksForAnyRole(type.path("reason")));
    }
  }

  @Test
  void whereALineNamesNoScopeTestAndRunBlameTheLineAndNotTheApp(@TempDir Path folder)
      throws IOException {
    Path home = SmallHome.in(folder, Set.of("groups", "zones"));
    Path catalogue = home.resolve("routes/data-types.yaml");
    Files.writeString(
        catalogue, Files.readString(catalogue).replaceAll("(?m)^(zones:.*), scope: [^,}]*", "$1"));
    try (SandboxOkta okta =
            SandboxOkta.start(SandboxOrg.generate(OrgSize.tiny(), 1))
                .register(SandboxClient.withSecret("app", "secret"));
        AppUnderTest app =
            AppUnderTest.start(
                folder,
                okta,
                "--okta.home=" + home,
                "--okta.integrations[0].data-types=groups,zones")) {
      String blame = "The line of zones in data-types.yaml names no scope";
      assertThat(app.call("POST", "/api/integrations/acme/test", null).path("dataTypes"))
          .anySatisfy(type -> assertThat(type.path("message").asText()).startsWith(blame));
      assertThat(app.collect("{\"dataTypes\":[\"zones\"]}").path("dataTypes"))
          .singleElement()
          .satisfies(type -> assertThat(type.path("reason").asText()).startsWith(blame));
    }
  }

  private static void assertAsksForAnyRole(JsonNode sentence) {
    assertThat(sentence.asText())
        .endsWith(
            "Assign an admin role to the app in the Okta Admin Console, on its Admin roles tab.");
  }
}
