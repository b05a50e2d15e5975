package org.oktadata.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Changes the org while it is being read, and writes the System Log events that Okta would write.
 * The actor of all of them is the first admin.
 */
public final class SandboxChanges {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SandboxOrg org;
  private final boolean told;

  SandboxChanges(SandboxOrg org) {
    this(org, true);
  }

  private SandboxChanges(SandboxOrg org, boolean told) {
    this.org = org;
    this.told = told;
  }

  /** The same changes, of which the System Log says nothing. */
  public SandboxChanges untold() {
    return new SandboxChanges(org, false);
  }

  /** Sets profile attributes of a user. */
  public void changeUser(String userId, Map<String, String> profile) {
    User user = user(userId).withProfile(profile, now());
    org.users().put(user);
    write(event("user.account.update_profile", "Update user profile for Okta").target(user));
  }

  /** Moves a user to another status, such as SUSPENDED or LOCKED_OUT. */
  public void changeStatus(String userId, String status) {
    User user = user(userId).withStatus(status, now());
    org.users().put(user);
    forgetMembers();
    String type =
        switch (status) {
          case "SUSPENDED" -> "user.lifecycle.suspend";
          case "LOCKED_OUT" -> "user.account.lock";
          case "ACTIVE" -> "user.lifecycle.activate";
          default -> "user.lifecycle.status_change";
        };
    write(event(type, "Status of user changed to " + status).target(user));
  }

  public void deactivateUser(String userId) {
    User user = user(userId);
    for (int app : org.appsOf(user)) {
      write(
          appEvent(
              "application.user_membership.remove",
              "Remove user's application membership",
              user,
              app));
    }
    org.groupsOf(user).forEach(group -> org.groups().touchMembers(group, now()));
    org.users().put(user.withStatus(User.DEPROVISIONED, now()));
    org.roles().forgetAssignee(userId);
    forgetMembers();
    write(event("user.lifecycle.deactivate", "Deactivate Okta user").target(user));
  }

  /** Purges a user; Okta asks for it to be DEPROVISIONED before, so it is deactivated first. */
  public void deleteUser(String userId) {
    if (!user(userId).deprovisioned()) {
      deactivateUser(userId);
    }
    User user = user(userId);
    org.users().delete(user.index());
    forgetMembers();
    write(event("user.lifecycle.delete.initiated", "Initiate deletion of Okta user").target(user));
    write(event("user.lifecycle.delete.completed", "Delete Okta user").target(user));
  }

  /** Creates an ACTIVE user and returns its id. */
  public String createUser(Map<String, String> profile) {
    User user = org.users().create(profile, "ACTIVE", now());
    forgetMembers();
    org.groups().touchMembers(Groups.EVERYONE, now());
    write(event("user.lifecycle.create", "Create Okta user").target(user));
    write(event("user.lifecycle.activate", "Activate Okta user").target(user));
    for (int app : org.appsOf(user)) {
      write(
          appEvent(
              "application.user_membership.add", "Add user to application membership", user, app));
    }
    return user.id();
  }

  /** Enrols a factor and returns its id. */
  public String addFactor(String userId, String factorType) {
    User user = user(userId);
    Factor factor = org.factors().add(user, factorType, null, now());
    write(factorEvent("user.mfa.factor.activate", "User activated MFA factor", user, factor));
    return factor.id();
  }

  public void removeFactor(String userId, String factorId) {
    User user = user(userId);
    Factor factor =
        org.factors().of(user).stream()
            .filter(each -> each.id().equals(factorId))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no factor " + factorId));
    org.factors().remove(user, factorId);
    write(factorEvent("user.mfa.factor.deactivate", "Reset MFA factor for user", user, factor));
  }

  /** Creates a group and returns its id. */
  public String createGroup(String name) {
    int group = org.groups().create(name, now());
    write(
        event("group.lifecycle.create", "Create Okta group")
            .target(org.groups().id(group), "UserGroup", null, name));
    return org.groups().id(group);
  }

  public void deleteGroup(String groupId) {
    int group = group(groupId);
    org.groups().delete(group);
    org.roles().forgetAssignee(groupId);
    write(
        event("group.lifecycle.delete", "Delete Okta group")
            .target(groupId, "UserGroup", null, org.groups().name(group)));
  }

  public void addMember(String groupId, String userId) {
    membership(groupId, userId, true);
  }

  public void removeMember(String groupId, String userId) {
    membership(groupId, userId, false);
  }

  public void assignApp(String appId, String userId) {
    User user = user(userId);
    org.apps().users().add(app(appId), user.index());
    write(
        appEvent(
            "application.user_membership.add",
            "Add user to application membership",
            user,
            app(appId)));
  }

  public void unassignApp(String appId, String userId) {
    User user = user(userId);
    org.apps().users().remove(app(appId), user.index());
    write(
        appEvent(
            "application.user_membership.remove",
            "Remove user's application membership",
            user,
            app(appId)));
  }

  /** Gives a user a role, such as SUPER_ADMIN, and returns the assignment's id. */
  public String grantRole(String userId, String roleType) {
    User user = user(userId);
    RoleAssignment assignment =
        org.roles().grant(roleType, "USER", userId, List.of(), List.of(), now());
    write(
        event("user.account.privilege.grant", "Grant user privilege")
            .target(user)
            .target(assignment.id(), "ROLE", null, assignment.label())
            .debug("privilegeGranted", assignment.label()));
    return assignment.id();
  }

  /** Takes all roles of that type from a user. */
  public void revokeRole(String userId, String roleType) {
    User user = user(userId);
    for (RoleAssignment assignment : org.roles().ofUser(userId)) {
      if (assignment.type().equals(roleType)) {
        org.roles().revoke(assignment.id());
        write(
            event("user.account.privilege.revoke", "Revoke user privilege")
                .target(user)
                .target(assignment.id(), "ROLE", null, assignment.label())
                .debug("privilegeRevoked", assignment.label()));
      }
    }
  }

  /** Changes the document of a policy. */
  public void changePolicy(String policyId, Consumer<ObjectNode> change) {
    ObjectNode policy = changeDocument("/api/v1/policies", policyId, change);
    String type =
        policy.path("status").asText().equals("INACTIVE")
            ? "policy.lifecycle.deactivate"
            : "policy.lifecycle.update";
    write(
        event(type, "Update policy")
            .target(
                policyId,
                "PolicyEntity",
                policy.path("type").asText(),
                policy.path("name").asText()));
  }

  /** Changes the document of a policy rule. */
  public void changePolicyRule(String ruleId, Consumer<ObjectNode> change) {
    ObjectNode rule = changeDocument("/api/v1/policies/{}/rules", ruleId, change);
    write(
        event("policy.rule.update", "Update policy rule")
            .target(ruleId, "PolicyRule", null, rule.path("name").asText()));
  }

  /** Creates an API token of a user and returns its id. */
  public String createApiToken(String name, String userId) {
    String id = org.ids().of("00T", 1_000 + org.version());
    String now = JsonText.time(now());
    ObjectNode token = JSON.createObjectNode();
    token.put("id", id).put("name", name).put("userId", userId).put("clientName", "Okta API");
    token.put("tokenWindow", "P30D").put("created", now).put("lastUpdated", now);
    token.put("expiresAt", JsonText.time(now() + 30L * 86_400_000));
    token.putObject("network").put("connection", "ANYWHERE");
    org.table("/api/v1/api-tokens").put(token);
    write(event("system.api_token.create", "Create API token").target(id, "Token", null, name));
    return id;
  }

  /** Removes a document of one of the small lists, such as {@code /api/v1/zones}. */
  public void removeDocument(String path, String id) {
    org.table(path).remove(id);
    org.changed();
  }

  /** Changes a document of one of the small lists; returns it as it is then. */
  public ObjectNode changeDocument(String path, String id, Consumer<ObjectNode> change) {
    DocumentTable table = org.table(path);
    DocumentTable.Document document = table.find(null, id);
    if (document == null) {
      throw new IllegalArgumentException("no " + id + " in " + path);
    }
    ObjectNode changed = document.json().deepCopy();
    change.accept(changed);
    changed.put("lastUpdated", JsonText.time(now()));
    ObjectNode kept = changed.deepCopy();
    if (document.of() != null) {
      kept.put("_of", document.of());
    }
    table.put(kept);
    org.changed();
    return changed;
  }

  /** Adds an event to the System Log, persisted now; without a time it is published now too. */
  public void appendEvent(SandboxEvent event) {
    write(event);
  }

  /** Adds events to the System Log, given as JSON, persisted now. */
  public void appendEvents(String jsonArray) {
    try {
      for (JsonNode event : JSON.readTree(jsonArray)) {
        ObjectNode complete = event.deepCopy();
        if (!complete.hasNonNull("uuid")) {
          complete.put("uuid", UUID.randomUUID().toString());
        }
        if (!complete.hasNonNull("published")) {
          complete.put("published", JsonText.time(org.now()));
        }
        long published = Instant.parse(complete.path("published").asText()).toEpochMilli();
        org.log().append(complete, published, org.now());
      }
      org.changed();
    } catch (com.fasterxml.jackson.core.JsonProcessingException malformed) {
      throw new UncheckedIOException(malformed);
    }
  }

  private void membership(String groupId, String userId, boolean added) {
    User user = user(userId);
    int group = group(groupId);
    if (added) {
      org.groups().members().add(group, user.index());
    } else {
      org.groups().members().remove(group, user.index());
    }
    org.groups().touchMembers(group, now());
    String type = added ? "group.user_membership.add" : "group.user_membership.remove";
    write(
        event(type, added ? "Add user to group membership" : "Remove user from group membership")
            .target(user)
            .target(groupId, "UserGroup", null, org.groups().name(group)));
  }

  private SandboxEvent event(String type, String message) {
    User admin = org.users().at(0);
    SandboxEvent event = SandboxEvent.of(type).message(message).from(SandboxPlace.BERLIN);
    return admin == null ? event : event.actor(admin).session("102admin");
  }

  private SandboxEvent factorEvent(String type, String message, User user, Factor factor) {
    return event(type, message)
        .target(user)
        .target(factor.id(), "AuthenticatorEnrollment", null, factor.type())
        .debug("factor", factor.type().toUpperCase(Locale.ROOT));
  }

  private SandboxEvent appEvent(String type, String message, User user, int app) {
    return event(type, message)
        .target(user.id(), "AppUser", user.login(), user.displayName())
        .target(org.apps().id(app), "AppInstance", org.apps().label(app), org.apps().label(app))
        .target(user);
  }

  /** Objects keep the time in whole seconds, the System Log in milliseconds. */
  private long now() {
    return org.now() / 1_000 * 1_000;
  }

  private void write(SandboxEvent event) {
    if (told) {
      org.log().append(event, org.now());
    }
    org.changed();
  }

  private void forgetMembers() {
    org.groups().members().forgetAll();
    org.apps().users().forgetAll();
  }

  private User user(String id) {
    User user = org.users().find(id);
    if (user == null) {
      throw new IllegalArgumentException("no user " + id);
    }
    return user;
  }

  private int group(String id) {
    int group = org.groups().find(id);
    if (group < 0) {
      throw new IllegalArgumentException("no group " + id);
    }
    return group;
  }

  private int app(String id) {
    int app = org.apps().find(id);
    if (app < 0) {
      throw new IllegalArgumentException("no app " + id);
    }
    return app;
  }
}
