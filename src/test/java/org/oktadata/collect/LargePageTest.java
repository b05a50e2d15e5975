package org.oktadata.collect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.AppUnderTest;

/** A thousand members of a group come with their whole profiles, which may be large. */
class LargePageTest {

  private static final String MEMBERS = "/api/v1/groups/00g1/users";

  /** A user of more than a megabyte. */
  private static final String LARGE =
      "[{\"id\":\"u1\",\"profile\":\"%s\"}]".formatted("x".repeat(1 << 20));

  @Test
  void aPageThatIsLargerThanMayBeReadIsAskedForInHalves(@TempDir Path folder) throws Exception {
    try (ScriptedOkta okta = new ScriptedOkta();
        AppUnderTest app =
            AppUnderTest.start(
                folder,
                okta.url(),
                "--okta.http.max-answer=1MB",
                "--okta.integrations[0].data-types=users,groups,group_members")) {
      okta.give("/api/v1/users?limit=200", 200, "[{\"id\":\"u1\"},{\"id\":\"u2\"}]");
      okta.give("/api/v1/groups", 200, "[{\"id\":\"00g1\",\"type\":\"OKTA_GROUP\"}]");
      okta.give(MEMBERS + "?limit=1000", 200, LARGE).give(MEMBERS + "?limit=500", 200, LARGE);
      okta.give(MEMBERS + "?limit=250", "[{\"id\":\"u1\"}]", "u1");
      okta.give(MEMBERS + "?after=u1", 200, "[{\"id\":\"u2\"}]");
      JsonNode run = app.collectFor(Duration.ofMinutes(1), "{}");
      assertThat(run.path("status").asText()).as(run.toPrettyString()).isEqualTo("SUCCESS");
      assertThat(app.column("select user_id from okta.group_members where group_id = '00g1'"))
          .containsExactlyInAnyOrder("u1", "u2");
      assertThat(okta.calls(MEMBERS + "?limit=1000")).as("asked for once").isEqualTo(1);
      okta.give(MEMBERS, 200, LARGE).give(MEMBERS + "?limit=250", 200, LARGE);
      run = app.collectFor(Duration.ofMinutes(1), "{}");
      assertThat(run.path("status").asText()).as(run.toPrettyString()).isEqualTo("PARTIAL_SUCCESS");
      assertThat(run.toString()).contains("larger than 1 MB");
      assertThat(app.column("select user_id from okta.group_members where group_id = '00g1'"))
          .as("what is not read is not taken for gone")
          .containsExactlyInAnyOrder("u1", "u2");
    }
  }
}
