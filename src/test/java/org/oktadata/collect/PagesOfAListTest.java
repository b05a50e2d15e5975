package org.oktadata.collect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
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

/** A list of many pages asks for each of them once, whoever counts them. */
class PagesOfAListTest {

  @Test
  void eachPageOfAListIsAskedForOnce(@TempDir Path folder) throws IOException {
    Path home = SmallHome.in(folder, Set.of("users"));
    try (SandboxOkta okta =
            SandboxOkta.start(SandboxOrg.generate(OrgSize.ofUsers(1_100), 1))
                .register(SandboxClient.withSecret("app", "secret"));
        AppUnderTest app = AppUnderTest.start(folder, okta, "--okta.home=" + home)) {
      JsonNode users = app.collect().path("dataTypes").path(0);
      assertThat(users.path("status").asText()).isEqualTo("SUCCESS");
      assertThat(users.path("pages").asInt()).isGreaterThan(3);
      assertThat(users.path("calls").asInt()).isEqualTo(users.path("pages").asInt());
      assertThat(okta.statistics().calls("/api/v1/users"))
          .as("%s", users)
          .isEqualTo(users.path("pages").asLong());
    }
  }
}
