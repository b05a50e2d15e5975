package org.oktadata.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SandboxPagingTest {
  private static final SandboxClient CLIENT = SandboxClient.withSecret("0oaall", "s");

  private static SandboxOkta sandbox;
  private static SandboxCaller okta;

  @BeforeAll
  static void start() {
    sandbox = SandboxOkta.start(SandboxOrg.generate(OrgSize.ofUsers(300), 3));
    okta = SandboxCaller.of(sandbox, CLIENT);
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  @Test
  void linksComeAsSeveralHeadersOrAsOneLine() {
    assertThat(okta.get("/api/v1/users?limit=5").response().headers().allValues("Link")).hasSize(2);
    try (SandboxOkta joined =
        SandboxOkta.start(sandbox.org(), SandboxOptions.standard().withJoinedLinks())) {
      SandboxCaller caller = SandboxCaller.of(joined, CLIENT);
      assertThat(caller.get("/api/v1/users?limit=5").response().headers().allValues("Link"))
          .singleElement()
          .asString()
          .contains(">; rel=\"self\", <");
      assertThat(caller.ids("/api/v1/users?limit=50")).isEqualTo(okta.ids("/api/v1/users"));
    }
  }

  @Test
  void theNextLinkKeepsTheRestOfTheQuery() {
    assertThat(okta.get("/api/v1/groups?limit=2&expand=stats").next())
        .contains("expand=stats", "limit=2", "after=");
  }

  @Test
  void someCursorsNeedEscapingAndOthersAreIds() {
    assertThat(okta.get("/api/v1/behaviors").next()).contains("after=Velocity+%2B+Country+Rule+");
    assertThat(okta.ids("/api/v1/behaviors")).hasSize(13).doesNotHaveDuplicates();
    assertThat(okta.get("/api/v1/mappings?limit=20").next()).contains("%3D");
    assertThat(okta.get("/api/v1/users?limit=1").next()).contains("after=200u");
    assertThat(okta.get("/api/v1/users?after=nonsense").status()).isEqualTo(400);
  }

  @Test
  void someListsEndWithAnEmptyPage() {
    SandboxCaller.Reply servers = okta.get("/api/v1/authorizationServers");
    assertThat(servers.json()).hasSize(2);
    SandboxCaller.Reply empty = okta.get(servers.next());
    assertThat(empty.json()).isEmpty();
    assertThat(empty.next()).isNull();
  }

  @Test
  void administrationPagesInTheBody() {
    String resources = "/api/v1/iam/resource-sets/" + Roles.RESOURCE_SET + "/resources";
    SandboxCaller.Reply first = okta.get(resources);
    assertThat(first.response().headers().allValues("Link")).isEmpty();
    assertThat(first.json().path("resources")).hasSize(2);
    SandboxCaller.Reply last = okta.get(first.json().at("/_links/next/href").asText());
    assertThat(last.json().path("resources")).hasSize(1);
    assertThat(last.json().has("_links")).isFalse();
    assertThat(okta.get("/api/v1/iam/assignees/users").json().path("value")).isNotEmpty();
    assertThat(okta.get("/api/v1/domains").json().path("domains")).hasSize(1);
  }

  @Test
  void linksCanLeadToTheAdminHost() {
    SandboxOptions options =
        SandboxOptions.standard().withAdminLinks(SandboxOptions.AdminLinks.ALWAYS, "localhost");
    try (SandboxOkta admin = SandboxOkta.start(sandbox.org(), options)) {
      SandboxCaller caller = SandboxCaller.of(admin, CLIENT);
      assertThat(caller.get("/api/v1/users?limit=5").next()).startsWith("http://localhost:");
      assertThat(caller.ids("/api/v1/users?limit=100")).isEqualTo(okta.ids("/api/v1/users"));
    }
  }

  @Test
  void pageSizesAreOktas() {
    assertThat(okta.get("/api/v1/users?limit=1000").json()).hasSize(200);
    assertThat(okta.get("/api/v1/apps").json().size()).isLessThanOrEqualTo(20);
    assertThat(okta.get("/api/v1/users?limit=0").status()).isEqualTo(400);
    String everyone = sandbox.org().truth().everyone();
    assertThat(okta.get("/api/v1/groups/" + everyone + "/users").json()).hasSize(299);
  }

  @Test
  void tooLargePagesOfGroupsFail() {
    try (SandboxOkta weak =
        SandboxOkta.start(sandbox.org(), SandboxOptions.standard().withLargestGroupPage(50))) {
      SandboxCaller caller = SandboxCaller.of(weak, CLIENT);
      assertThat(caller.get("/api/v1/groups?expand=stats&limit=200").status()).isEqualTo(500);
      assertThat(caller.get("/api/v1/groups?expand=stats&limit=50").status()).isEqualTo(200);
      assertThat(
              caller
                  .get("/api/v1/groups/" + sandbox.org().truth().everyone() + "/users?limit=1000")
                  .status())
          .isEqualTo(500);
    }
  }

  @Test
  void aSearchEndsAtFiftyThousand() {
    SandboxOrg large =
        SandboxOrg.generate(OrgSize.ofUsers(50_300).withStories(false).withEvents(0), 1);
    try (SandboxOkta many = SandboxOkta.start(large)) {
      SandboxCaller caller = SandboxCaller.of(many, CLIENT);
      String cursor =
          CursorStyle.ID.write("200u" + large.ids().of(Ids.USER, 49_799).substring(3) + ":49800");
      List<String> next = new ArrayList<>();
      SandboxCaller.Reply page = caller.get("/api/v1/users?search=status+pr&after=" + cursor);
      assertThat(page.json()).hasSize(200);
      next.add(page.next());
      assertThat(next).containsOnlyNulls();
    }
  }
}
