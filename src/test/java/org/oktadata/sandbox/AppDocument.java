package org.oktadata.sandbox;

/** Writes apps and their assignments as the Apps API does (schemas Application, AppUser). */
final class AppDocument {
  private final SandboxOrg org;

  AppDocument(SandboxOrg org) {
    this.org = org;
  }

  void write(JsonText out, int app, String base) {
    Apps apps = org.apps();
    String id = apps.id(app);
    String[] kind = apps.kind(app);
    out.object().field("id", id);
    out.field("orn", "orn:okta:idp:" + SandboxOrg.ORG_ID + ":apps:" + kind[0] + ":" + id);
    out.field("name", kind[0]).field("label", apps.label(app)).field("status", apps.status(app));
    out.time("lastUpdated", apps.lastUpdated(app)).time("created", apps.created(app));
    out.raw(
        "accessibility",
        "{\"selfService\":false,\"errorRedirectUrl\":null,\"loginRedirectUrl\":null}");
    out.raw(
        "visibility",
        "{\"autoLaunch\":false,\"autoSubmitToolbar\":false,\"hide\":{\"iOS\":false,\"web\":false},\"appLinks\":{\""
            + kind[0]
            + "_link\":true}}");
    out.raw("features", app % 5 == 0 ? "[\"PUSH_NEW_USERS\",\"PUSH_USER_DEACTIVATION\"]" : "[]");
    out.field("signOnMode", kind[2]);
    credentials(out, app, id, kind[2]);
    out.raw("universalLogout", "null");
    settings(out, app, kind);
    links(out, id, kind, base);
    out.end();
  }

  private void credentials(JsonText out, int app, String id, String mode) {
    out.object("credentials");
    out.raw("userNameTemplate", "{\"template\":\"${source.login}\",\"type\":\"BUILT_IN\"}");
    out.object("signing").field("kid", "kid-" + id + "").end();
    if (mode.equals("OPENID_CONNECT")) {
      out.object("oauthClient").field("autoKeyRotation", true).field("client_id", id);
      String method = org.apps().service(app) ? "private_key_jwt" : "client_secret_basic";
      out.field("token_endpoint_auth_method", method).field("pkce_required", true).end();
    }
    out.end();
  }

  private void settings(JsonText out, int app, String[] kind) {
    out.object("settings").object("app").end();
    out.raw(
        "notifications",
        "{\"vpn\":{\"network\":{\"connection\":\"DISABLED\"},\"message\":null,\"helpUrl\":null}}");
    out.field("manualProvisioning", false).field("implicitAssignment", false);
    out.field("emOptInStatus", "NONE").raw("notes", "{\"admin\":null,\"enduser\":null}");
    if (kind[2].equals("SAML_2_0")) {
      String site = "https://" + kind[0] + app + ".example.com";
      out.object("signOn").field("defaultRelayState", null).field("ssoAcsUrl", site + "/saml/acs");
      out.field("audience", site).field("recipient", site + "/saml/acs");
      out.field("subjectNameIdFormat", "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress");
      out.field("responseSigned", true).field("assertionSigned", true);
      out.field("signatureAlgorithm", app % 19 == 5 ? "RSA_SHA1" : "RSA_SHA256");
      out.field("digestAlgorithm", "SHA256").field("honorForceAuthn", true);
      out.raw("attributeStatements", "[]").end();
    } else if (kind[2].equals("OPENID_CONNECT")) {
      boolean service = org.apps().service(app);
      out.object("oauthClient").field("client_uri", null).field("logo_uri", null);
      out.raw(
          "redirect_uris", service ? "[]" : "[\"https://app" + app + ".example.com/callback\"]");
      out.raw("response_types", service ? "[\"token\"]" : "[\"code\"]");
      String grant =
          service ? "client_credentials" : app % 13 == 4 ? "implicit" : "authorization_code";
      out.raw("grant_types", "[\"" + grant + "\"]");
      out.field("application_type", service ? "service" : "web")
          .field("consent_method", "REQUIRED");
      out.field("issuer_mode", "DYNAMIC").field("wildcard_redirect", "DISABLED");
      out.field("dpop_bound_access_tokens", app % 2 == 0).field("participate_slo", false).end();
    }
    out.end();
  }

  private void links(JsonText out, String id, String[] kind, String base) {
    String self = base + "/api/v1/apps/" + id;
    out.object("_links").link("uploadLogo", self + "/logo", "POST");
    out.array("appLinks").object().field("name", kind[0] + "_link");
    out.field("href", base + "/home/" + kind[0] + "/" + id + "/alnk00applink00005d7");
    out.field("type", "text/html").end().endArray();
    out.link("accessPolicy", base + "/api/v1/policies/" + org.accessPolicyOf(id));
    out.link("groups", self + "/groups").link("users", self + "/users");
    out.array("logo").object().field("name", "medium");
    out.field("href", "https://static.oktacdn.example/assets/img/logos/" + kind[0] + ".png");
    out.field("type", "image/png").end().endArray();
    out.link("deactivate", self + "/lifecycle/deactivate", "POST").end();
  }

  void writeUser(JsonText out, int app, User user, String base, boolean expanded) {
    Apps apps = org.apps();
    long assigned = apps.assigned(app, user.index());
    boolean group = apps.throughGroup(app, user.index());
    out.object().field("id", user.id()).field("externalId", null);
    out.time("created", assigned).time("lastUpdated", assigned);
    out.field("scope", group ? "GROUP" : "USER").field("status", "ACTIVE");
    out.time("statusChanged", assigned).time("passwordChanged", 0).field("syncState", "DISABLED");
    out.object("credentials").field("userName", user.login()).end();
    out.object("profile").field("email", user.login()).field("given_name", user.firstName());
    out.field("family_name", user.lastName()).field("name", user.displayName()).end();
    if (expanded) {
      out.object("_embedded").raw("user", org.userText(user, base)).end();
    }
    out.object("_links").link("app", base + "/api/v1/apps/" + apps.id(app));
    if (group) {
      int through = apps.groupsOf(app).iterator().next();
      out.object("group").field("name", org.groups().name(through));
      out.field("href", base + "/api/v1/groups/" + org.groups().id(through)).end();
    }
    out.link("user", base + "/api/v1/users/" + user.id()).end().end();
  }

  void writeGroup(JsonText out, int app, int group, int priority, String base) {
    String id = org.groups().id(group);
    String self = base + "/api/v1/apps/" + org.apps().id(app);
    out.object().field("id", id).time("lastUpdated", org.apps().created(app));
    out.field("priority", priority).object("profile").end();
    out.object("_links").link("app", self).link("self", self + "/groups/" + id);
    out.link("group", base + "/api/v1/groups/" + id).end().end();
  }
}
