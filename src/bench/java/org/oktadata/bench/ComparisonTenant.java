package org.oktadata.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.oktadata.AppUnderTest;
import org.oktadata.sandbox.OrgSize;
import org.oktadata.sandbox.SandboxClient;
import org.oktadata.sandbox.SandboxOkta;
import org.oktadata.sandbox.SandboxOrg;
import org.oktadata.sandbox.SandboxTruth;

/**
 * The tenant that collectors are compared on, collected whole, then again after one per cent of its
 * users changed: prints the calls each needs, and whether the database equals the org.
 */
public final class ComparisonTenant {
  /** Of the data types, those that a comparison with other collectors can be about. */
  private static final List<String> COMPARED =
      List.of(
          "users", "groups", "group_members", "apps", "app_users", "app_groups", "factors", "role_assignees",
          "admin_roles", "group_roles", "policies", "policy_rules", "authenticators", "zones", "org", "events");

  private ComparisonTenant() {}

  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("comparison");
    try (SandboxOkta okta =
            SandboxOkta.start(SandboxOrg.generate(OrgSize.comparison(), 1))
                .register(SandboxClient.withSecret("app", "secret"));
        AppUnderTest app = AppUnderTest.start(folder, okta)) {
      print("full", app.collectFor(java.time.Duration.ofMinutes(15), "{}"), okta, app);
      change(okta.org());
      okta.statistics().reset();
      print(
          "delta after 1 % changed",
          app.collectFor(java.time.Duration.ofMinutes(5), "{\"mode\":\"delta\"}"),
          okta,
          app);
    }
    System.exit(0);
  }

  private static void change(SandboxOrg org) {
    SandboxTruth truth = org.truth();
    List<String> users = truth.users("ACTIVE").stream().limit(100).toList();
    List<String> groups =
        truth.groups().stream().filter(g -> !g.equals(truth.everyone())).limit(20).toList();
    Iterator<String> apps = truth.apps().stream().limit(11).iterator();
    for (int i = 0; i < users.size(); i++) {
      String user = users.get(i);
      org.changes().changeUser(user, Map.of("department", "Moved " + i));
      if (i < 20) {
        org.changes().addMember(groups.get(i), user);
      }
      if (i >= 20 && i < 31) {
        org.changes().assignApp(apps.next(), user);
      }
      if (i >= 31 && i < 96) {
        org.changes().addFactor(user, "sms");
      }
    }
    org.changes().grantRole(users.get(97), "HELP_DESK_ADMIN");
    org.changes().deleteUser(users.get(98));
  }

  private static void print(String name, JsonNode run, SandboxOkta okta, AppUnderTest app) {
    System.out.printf(
        "%s: %s, %,d calls (%,d factors), %,d answers of 429%n",
        name,
        run.path("status").asText(),
        okta.statistics().calls(),
        okta.statistics().calls("/api/v1/users/{}/factors"),
        okta.statistics().tooManyRequests());
    long compared = 0;
    for (JsonNode part : run.path("dataTypes")) {
      compared += COMPARED.contains(part.path("dataType").asText()) ? part.path("calls").asLong() : 0;
    }
    System.out.printf("  %,d calls for what other collectors read of it, too: %s%n", compared, COMPARED);
    run.path("dataTypes")
        .forEach(
            part -> {
              if (part.path("calls").asLong() > 1 || !part.path("reason").isNull()) {
                System.out.printf(
                    "  %s %s %d calls %s%n",
                    part.path("dataType").asText(),
                    part.path("status").asText(),
                    part.path("calls").asLong(),
                    part.path("reason").asText());
              }
            });
    SandboxTruth truth = okta.org().truth();
    same("users", app.column("select id from okta.users"), truth.users());
    same("groups", app.column("select id from okta.groups"), truth.groups());
    same(
        "group_members",
        app.column("select group_id || ' ' || user_id from okta.group_members where not derived"),
        edges(truth.groupMembers()));
    same("app_users", app.column("select app_id || ' ' || user_id from okta.app_users"), edges(truth.appUsers()));
    same("app_groups", app.column("select app_id || ' ' || group_id from okta.app_groups"), edges(truth.appGroups()));
    same("factors", app.column("select user_id || ' ' || id from okta.factors"), edges(truth.factors()));
    same("devices", app.column("select id from okta.devices"), truth.devices());
    same("events", app.column("select uuid from okta.events"), truth.events());
  }

  private static void same(String name, Set<String> stored, Set<String> true_) {
    Set<String> missing = new java.util.TreeSet<>(true_);
    missing.removeAll(stored);
    Set<String> surplus = new java.util.TreeSet<>(stored);
    surplus.removeAll(true_);
    System.out.printf(
        "  %s: %,d rows, %,d missing, %,d too many%n", name, stored.size(), missing.size(), surplus.size());
  }

  private static Set<String> edges(Set<SandboxTruth.Edge> edges) {
    return edges.stream().map(e -> e.parent() + " " + e.child()).collect(Collectors.toSet());
  }
}
