package org.oktadata.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Makes the {@link SandboxStories} true in an org: what people, policies and settings are like. */
final class StoryTeller {
  private static final long DAY = 86_400_000L;

  private final SandboxOrg org;

  private StoryTeller(SandboxOrg org) {
    this.org = org;
  }

  static void tell(SandboxOrg org) {
    StoryTeller teller = new StoryTeller(org);
    teller.everybodyElseIsFine();
    teller.people();
    teller.admins();
    teller.settings();
    new LogStories(org).tell();
    org.changed();
  }

  /** The people of the stories have strong factors unless their story says otherwise. */
  private void everybodyElseIsFine() {
    for (int index = 0; index <= SandboxStories.LAST_PERSON; index++) {
      User user = org.users().at(index);
      org.factors().clear(user);
      org.factors().add(user, "webauthn", null, user.created());
      org.factors().add(user, "push", null, user.created());
    }
  }

  private void people() {
    lastLogin(61, 121);
    lastLogin(62, 160);
    lastLogin(63, 300);
    for (int index : new int[] {64, 65}) {
      User user = org.users().at(index);
      long activated = org.start() - 60 * DAY;
      org.users()
          .put(
              new User(
                  index,
                  user.id(),
                  user.firstName(),
                  user.lastName(),
                  user.login(),
                  "ACTIVE",
                  activated,
                  activated,
                  activated,
                  0,
                  activated,
                  activated,
                  Map.of()));
    }
    for (int index : new int[] {66, 67, 68, 74}) {
      org.factors().clear(org.users().at(index));
    }
    factors(69, "sms", "question", "email");
    factors(70, "sms");
    for (int index : new int[] {71, 72}) {
      User user = org.users().at(index);
      org.factors().add(user, "sms", "+15550142233", user.created());
    }
    User leaver = org.users().at(83);
    org.users().put(leaver.withStatus(User.DEPROVISIONED, org.start() - 9 * DAY));
    org.apps().users().add(Math.min(5, org.apps().count() - 1), 83);
    org.users().put(org.users().at(90).withStatus("LOCKED_OUT", org.start() - 3 * 3_600_000));
    org.groups().members().forgetAll();
    org.apps().users().forgetAll();
  }

  private void admins() {
    User service = org.users().at(73);
    long at = org.start() - 90 * DAY;
    org.users()
        .put(
            service.withProfile(
                Map.of(
                    "firstName",
                    "Backup",
                    "lastName",
                    "Service",
                    "displayName",
                    "svc-backup",
                    "login",
                    "svc-backup@" + SandboxOrg.DOMAIN,
                    "email",
                    "svc-backup@" + SandboxOrg.DOMAIN,
                    "title",
                    "Service Account",
                    "userType",
                    "Service Account"),
                at));
    grant("SUPER_ADMIN", 73, at);
    grant("ORG_ADMIN", 74, at);
    for (int index = 75; index <= 82; index++) {
      grant("SUPER_ADMIN", index, at - index * DAY);
    }
    grant("SUPER_ADMIN", 89, org.start() - 5 * 3_600_000);
  }

  private void settings() {
    String old = JsonText.time(org.start() - 400 * DAY);
    String recent = JsonText.time(org.start() - DAY);
    document(
        "/api/v1/api-tokens",
        "00Tk00apitoken0040005d7",
        token ->
            token.put("created", JsonText.time(org.start() - 700 * DAY)).put("lastUpdated", old));
    document(
        "/api/v1/api-tokens",
        "00Tk00apitoken0020005d7",
        token -> token.put("created", old).put("lastUpdated", old));
    document(
        "/api/v1/api-tokens",
        "00Tk00apitoken0030005d7",
        token ->
            token.put("lastUpdated", recent).putObject("network").put("connection", "ANYWHERE"));
    document(
        "/integrations/api/v1/api-services",
        "0oak00apiservice300005d7",
        service ->
            List.of("okta.users.manage", "okta.roles.manage", "okta.policies.manage")
                .forEach(service.withArray("grantedScopes")::add));
    document(
        "/api/v1/policies",
        "00pk00passwordlegacy005d",
        policy -> {
          ObjectNode password = (ObjectNode) policy.at("/settings/password");
          password
              .withObject("complexity")
              .put("minLength", 6)
              .put("minSymbol", 0)
              .put("minUpperCase", 0)
              .withObject("dictionary")
              .withObject("common")
              .put("exclude", false);
          password.withObject("age").put("maxAgeDays", 0).put("historyCount", 0);
          password.withObject("lockout").put("maxAttempts", 0);
        });
    document(
        "/api/v1/policies/{}/rules",
        "0prk00signonemployees005d",
        rule ->
            rule.withObject("actions")
                .withObject("signon")
                .put("requireFactor", false)
                .remove("factorPromptMode"));
    document(
        "/api/v1/policies/{}/rules",
        "rulk00contractor00000005",
        rule ->
            ((ObjectNode) rule.at("/actions/appSignOn/verificationMethod"))
                .put("factorMode", "1FA")
                .remove("constraints"));
    document("/api/v1/threats/configuration", "", threats -> threats.put("action", "audit"));
    document(
        "/api/v1/logStreams",
        "0oak00logstream000005d7x",
        stream -> stream.put("status", "INACTIVE"));
  }

  private void document(String path, String id, Consumer<ObjectNode> change) {
    DocumentTable table = org.table(path);
    DocumentTable.Document document = table.find(null, id);
    ObjectNode changed = document.json().deepCopy();
    change.accept(changed);
    if (document.of() != null) {
      changed.put("_of", document.of());
    }
    table.put(changed);
  }

  private void lastLogin(int index, int daysAgo) {
    long at = org.start() - daysAgo * DAY;
    org.users().put(org.users().at(index).withLogin(at, at - 30 * DAY));
  }

  private void factors(int index, String... types) {
    User user = org.users().at(index);
    org.factors().clear(user);
    for (String type : types) {
      org.factors().add(user, type, null, user.created());
    }
  }

  private void grant(String role, int index, long at) {
    org.roles().grant(role, "USER", org.users().at(index).id(), List.of(), List.of(), at);
  }
}
