package org.oktadata.sandbox;

import java.util.List;

/**
 * An admin role given to a user, a group or a client.
 *
 * @param type Okta's role type, {@code CUSTOM} for a role of the org's own
 * @param role the id of the custom role, otherwise null
 * @param resourceSet what a custom role is for, otherwise null
 * @param groupTargets the groups it is limited to; none means not limited
 * @param appTargets the catalogue apps it is limited to
 */
public record RoleAssignment(
    String id,
    String type,
    String label,
    String assigneeType,
    String assignee,
    String role,
    String resourceSet,
    List<String> groupTargets,
    List<String> appTargets,
    long created) {

  void write(JsonText out, String base, String expand, SandboxOrg org) {
    out.object().field("id", id);
    if (role != null) {
      out.field("role", role).field("resource-set", resourceSet);
    }
    out.field("label", label).field("type", type).field("status", "ACTIVE");
    out.time("created", created).time("lastUpdated", created).field("assignmentType", assigneeType);
    if ("targets/groups".equals(expand) && !groupTargets.isEmpty()) {
      out.object("_embedded").object("targets").array("groups");
      groupTargets.forEach(group -> org.writeGroup(out, org.groups().find(group), base, false));
      out.endArray().end().end();
    } else if ("targets/catalog/apps".equals(expand) && !appTargets.isEmpty()) {
      out.object("_embedded").object("targets").object("catalog").array("apps");
      appTargets.forEach(app -> writeCatalogApp(out, app));
      out.endArray().end().end().end();
    }
    String path =
        switch (assigneeType) {
          case "GROUP" -> "/api/v1/groups/";
          case "CLIENT" -> "/oauth2/v1/clients/";
          default -> "/api/v1/users/";
        };
    out.object("_links").link("assignee", base + path + assignee);
    if (role != null) {
      out.link("role", base + "/api/v1/iam/roles/" + role);
      out.link("resource-set", base + "/api/v1/iam/resource-sets/" + resourceSet);
      out.link("permissions", base + "/api/v1/iam/roles/" + role + "/permissions");
      out.link(
          "member",
          base
              + "/api/v1/iam/resource-sets/"
              + resourceSet
              + "/bindings/"
              + role
              + "/members/"
              + id);
    }
    out.end().end();
  }

  static void writeCatalogApp(JsonText out, String name) {
    out.object().field("name", name).field("displayName", name).field("description", name);
    out.field("status", "ACTIVE").field("category", "COLLABORATION");
    out.field("verificationStatus", "OKTA_VERIFIED").raw("signOnModes", "[\"SAML_2_0\"]");
    out.raw("features", "[]").object("_links").end().end();
  }
}
