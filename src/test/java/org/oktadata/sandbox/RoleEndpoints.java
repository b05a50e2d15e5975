package org.oktadata.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Who has which admin role, for what (Okta Management API: RoleAssignment, RoleTarget). */
final class RoleEndpoints {
  private static final String SCOPE = "okta.roles.read";

  private final SandboxOrg org;
  private final Pages pages;
  private final Function<String, SandboxClient> clients;

  RoleEndpoints(SandboxOrg org, Pages pages, Function<String, SandboxClient> clients) {
    this.org = org;
    this.pages = pages;
    this.clients = clients;
  }

  void add(Routes routes) {
    add(routes, "/api/v1/users/{}", this::ofUser);
    add(routes, "/api/v1/groups/{}", this::ofGroup);
    add(routes, "/oauth2/v1/clients/{}", this::ofClient);
    routes.add(Route.of("/api/v1/iam/assignees/users", SCOPE, Access.ROLES, this::assignees));
  }

  private void add(Routes routes, String owner, Function<String, List<RoleAssignment>> roles) {
    String path = owner + "/roles";
    routes.add(Route.of(path, SCOPE, Access.ROLES, call -> roles(call, roles.apply(call.id()))));
    routes.add(
        Route.of(
            path + "/{}",
            SCOPE,
            Access.ROLES,
            call -> {
              JsonText out = new JsonText(600);
              assignment(call, roles).write(out, call.base(), null, org);
              return Answer.json(out);
            }));
    routes.add(Route.of(path + "/{}/targets", SCOPE, Access.ROLES, call -> targets(call, roles)));
    routes.add(
        Route.of(
            path + "/{}/targets/groups",
            SCOPE,
            Access.ROLES,
            call ->
                pages.page(
                    call,
                    Listing.of(
                        assignment(call, roles).groupTargets(),
                        (out, group) ->
                            org.writeGroup(out, org.groups().find(group), call.base(), false)),
                    PageRule.of(20, 200))));
    routes.add(
        Route.of(
            path + "/{}/targets/catalog/apps",
            SCOPE,
            Access.ROLES,
            call ->
                pages.page(
                    call,
                    Listing.of(
                        assignment(call, roles).appTargets(), RoleAssignment::writeCatalogApp),
                    PageRule.of(20, 200))));
  }

  private Answer roles(Call call, List<RoleAssignment> assignments) {
    return pages.page(
        call,
        Listing.of(
            assignments, (out, each) -> each.write(out, call.base(), call.query("expand"), org)),
        PageRule.unpaged());
  }

  /** All targets of an assignment, whether groups or apps, as resource names. */
  private Answer targets(Call call, Function<String, List<RoleAssignment>> roles) {
    RoleAssignment assignment = assignment(call, roles);
    List<String> names = new ArrayList<>();
    String start = "orn:okta:directory:" + SandboxOrg.ORG_ID + ":groups:";
    assignment.groupTargets().forEach(group -> names.add(start + group));
    assignment
        .appTargets()
        .forEach(app -> names.add("orn:okta:idp:" + SandboxOrg.ORG_ID + ":apps:" + app));
    return pages.page(
        call,
        Listing.of(
            names,
            (out, name) ->
                out.object()
                    .field("assignmentType", assignment.assigneeType())
                    .field("orn", name)
                    .end()),
        PageRule.of(20, 200));
  }

  private RoleAssignment assignment(Call call, Function<String, List<RoleAssignment>> roles) {
    return roles.apply(call.id()).stream()
        .filter(each -> each.id().equals(call.ids().get(1)))
        .findFirst()
        .orElseThrow(() -> ApiError.notFound(call.ids().get(1), "RoleAssignment"));
  }

  private Answer assignees(Call call) {
    return pages.page(
        call,
        Listing.of(
            org.roles().users(),
            (out, user) -> {
              String self = call.base() + "/api/v1/users/" + user;
              out.object().field("id", user);
              out.field("orn", "orn:okta:directory:" + SandboxOrg.ORG_ID + ":users:" + user);
              out.object("_links").link("roles", self + "/roles").link("self", self).end().end();
            }),
        PageRule.of(100, 100).wrapped("value"));
  }

  private List<RoleAssignment> ofUser(String id) {
    if (org.users().find(id) == null) {
      throw ApiError.notFound(id, "User");
    }
    return org.roles().ofUser(id);
  }

  private List<RoleAssignment> ofGroup(String id) {
    if (org.groups().find(id) < 0) {
      throw ApiError.notFound(id, "UserGroup");
    }
    return org.roles().ofGroup(id);
  }

  private List<RoleAssignment> ofClient(String id) {
    if (clients.apply(id) == null
        && org.apps().find(id) < 0
        && org.roles().ofClient(id).isEmpty()) {
      throw ApiError.notFound(id, "PublicClientApp");
    }
    SandboxClient client = clients.apply(id);
    return client == null ? org.roles().ofClient(id) : rolesOf(client);
  }

  /** The roles a registered client acts with. */
  private List<RoleAssignment> rolesOf(SandboxClient client) {
    long at = org.start() / 1_000 * 1_000;
    return client.roles().stream()
        .sorted()
        .map(
            type ->
                new RoleAssignment(
                    "cra" + Integer.toHexString((client.id() + type).hashCode()),
                    type,
                    Roles.label(type),
                    "CLIENT",
                    client.id(),
                    null,
                    null,
                    List.of(),
                    List.of(),
                    at))
        .toList();
  }
}
