package org.oktadata.sandbox;

/** Writes a group as the Groups API does (Okta Management API, schema Group). */
final class GroupDocument {
  private static final String LOGO = "https://static.oktacdn.example/assets/img/logos/groups/okta-";

  private final SandboxOrg org;

  GroupDocument(SandboxOrg org) {
    this.org = org;
  }

  void write(JsonText out, int group, String base, boolean stats) {
    Groups groups = org.groups();
    String id = groups.id(group);
    String type = groups.type(group);
    out.object().field("id", id);
    out.time("created", groups.created(group)).time("lastUpdated", groups.lastUpdated(group));
    out.time("lastMembershipUpdated", groups.lastMembershipUpdated(group));
    boolean fromApp = type.equals("APP_GROUP");
    out.array("objectClass")
        .value(fromApp ? "okta:windows_security_principal" : "okta:user_group")
        .endArray();
    out.field("type", type).object("profile").field("name", groups.name(group));
    out.field(
        "description",
        group == Groups.EVERYONE ? "All users in your organization" : groups.name(group) + " team");
    out.end();
    if (fromApp) {
      out.object("source").field("id", org.apps().id(group % org.apps().count())).end();
    }
    if (stats) {
      out.object("_embedded").object("stats");
      out.field("usersCount", groups.members().count(group));
      out.field("appsCount", org.apps().appsOfGroup(group).size());
      out.field("groupPushMappingsCount", 0);
      out.field("hasAdminPrivilege", !org.roles().ofGroup(id).isEmpty());
      out.object("_links").end().end().end();
    }
    String self = base + "/api/v1/groups/" + id;
    out.object("_links").array("logo");
    out.object()
        .field("name", "medium")
        .field("href", LOGO + "medium.png")
        .field("type", "image/png")
        .end();
    out.object()
        .field("name", "large")
        .field("href", LOGO + "large.png")
        .field("type", "image/png")
        .end();
    out.endArray().link("users", self + "/users").link("apps", self + "/apps");
    if (fromApp) {
      out.link("source", base + "/api/v1/apps/" + org.apps().id(group % org.apps().count()));
    }
    out.end().end();
  }
}
