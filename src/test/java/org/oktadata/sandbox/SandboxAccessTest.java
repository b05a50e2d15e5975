package org.oktadata.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SandboxAccessTest {
  private static SandboxOkta sandbox;

  @BeforeAll
  static void start() {
    sandbox = SandboxOkta.start(SandboxOrg.generate(OrgSize.tiny(), 1));
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  @Test
  void withoutAnAdminRoleUsersAreAnEmptyListAndTheRestIsRefused() {
    SandboxCaller okta =
        SandboxCaller.of(sandbox, SandboxClient.withSecret("0oanorole", "s").withRoles());
    assertThat(okta.get("/api/v1/users").status()).isEqualTo(200);
    assertThat(okta.get("/api/v1/users").text()).isEqualTo("[]");
    error(okta.get("/api/v1/groups"), 403, "E0000006");
    error(okta.get("/api/v1/logs"), 403, "E0000006");
  }

  @Test
  void withoutTheScopeACallIsRefused() {
    SandboxCaller okta =
        SandboxCaller.of(
            sandbox, SandboxClient.withSecret("0oafew", "s").withoutScopes("okta.groups.read"));
    error(okta.get("/api/v1/groups"), 403, "E0000006");
    assertThat(okta.get("/api/v1/apps").status()).isEqualTo(200);
  }

  @Test
  void eachRoleSeesItsPart() {
    SandboxCaller reader =
        SandboxCaller.of(
            sandbox, SandboxClient.withSecret("0oaread", "s").withRoles("READ_ONLY_ADMIN"));
    assertThat(reader.get("/api/v1/apps").status()).isEqualTo(200);
    error(reader.get("/api/v1/iam/assignees/users"), 403, "E0000006");
    error(reader.get("/api/v1/logStreams"), 403, "E0000006");
    SandboxCaller orgAdmin =
        SandboxCaller.of(
            sandbox, SandboxClient.withSecret("0oaorg", "s").withRoles("ORG_ADMIN", "VIEW_ROLES"));
    error(orgAdmin.get("/api/v1/apps"), 403, "E0000006");
    assertThat(orgAdmin.get("/integrations/api/v1/api-services").status()).isEqualTo(200);
    assertThat(orgAdmin.get("/api/v1/iam/assignees/users").status()).isEqualTo(200);
  }

  @Test
  void whatDoesntExistIsNotFound() {
    SandboxCaller okta = SandboxCaller.of(sandbox, SandboxClient.withSecret("0oaall", "s"));
    error(okta.get("/api/v1/users/00unobody"), 404, "E0000007");
    error(okta.get("/api/v1/groups/00gnothing/users"), 404, "E0000007");
    error(okta.get("/api/v1/zones/nzonowhere"), 404, "E0000007");
    error(okta.get("/api/v1/apps/" + sandbox.org().apps().id(0) + "/grants"), 404, "E0000007");
    error(okta.get("/api/v1/policies/nope/rules"), 404, "E0000007");
  }

  @Test
  void policiesNeedATypeThatTheOrgHas() {
    SandboxCaller okta = SandboxCaller.of(sandbox, SandboxClient.withSecret("0oaall", "s"));
    error(okta.get("/api/v1/policies"), 400, "E0000001");
    error(okta.get("/api/v1/policies?type=DEVICE_SIGNAL_COLLECTION"), 400, "E0000001");
    assertThat(okta.get("/api/v1/policies?type=PASSWORD").json()).hasSize(2);
    assertThat(
            okta.get("/api/v1/policies?type=PASSWORD&expand=rules").json().at("/0/_embedded/rules"))
        .hasSize(1);
    error(okta.get("/api/v1/principal-rate-limits"), 400, "E0000001");
  }

  @Test
  void aClassicOrgLacksWhatOnlyIdentityEngineHas() {
    assertThat(
            new SandboxCaller(sandbox.url())
                .get("/.well-known/okta-organization")
                .json()
                .path("pipeline")
                .asText())
        .isEqualTo("idx");
    try (SandboxOkta classic =
        SandboxOkta.start(sandbox.org(), SandboxOptions.standard().classic())) {
      SandboxCaller okta = SandboxCaller.of(classic, SandboxClient.withSecret("0oaall", "s"));
      assertThat(okta.get("/.well-known/okta-organization").json().path("pipeline").asText())
          .isEqualTo("v1");
      error(okta.get("/api/v1/authenticators"), 401, "E0000015");
      error(okta.get("/api/v1/devices"), 401, "E0000015");
      error(okta.get("/api/v1/policies?type=ACCESS_POLICY"), 400, "E0000001");
      assertThat(okta.get("/api/v1/policies?type=OKTA_SIGN_ON").status()).isEqualTo(200);
    }
  }

  private static void error(SandboxCaller.Reply reply, int status, String code) {
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.json().path("errorCode").asText()).isEqualTo(code);
    assertThat(reply.json().path("errorId").asText()).startsWith("oae");
  }
}
