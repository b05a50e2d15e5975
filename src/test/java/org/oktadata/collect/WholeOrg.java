package org.oktadata.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.oktadata.AppUnderTest;
import org.oktadata.sandbox.SandboxOrg;
import org.oktadata.sandbox.SandboxTruth;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Compares what was collected of an integration with what its org really holds. */
public final class WholeOrg {

  /** What it compares, and what else that needs; to collect more makes an org no wholer here. */
  public static final Set<String> DATA_TYPES =
      Set.of(
          "users",
          "groups",
          "group_members",
          "factors",
          "apps",
          "app_users",
          "app_groups",
          "role_assignees",
          "admin_roles",
          "group_roles",
          "client_roles",
          "devices",
          "events");

  private final JdbcClient database;
  private final String integration;
  private final SandboxTruth truth;

  public WholeOrg(AppUnderTest app, String integration, SandboxOrg org) {
    this(app.database(), integration, org);
  }

  public WholeOrg(JdbcClient database, String integration, SandboxOrg org) {
    this.database = database;
    this.integration = integration;
    this.truth = org.truth();
  }

  /** Nothing missing, nothing too much, nothing twice. */
  public void isCollected() {
    same("id", "users", truth.users().stream());
    same("id", "groups", truth.groups().stream());
    same(
        "group_id || ' ' || user_id",
        "group_members",
        Stream.concat(
            edges(truth.groupMembers()),
            truth.users().stream()
                .filter(user -> !truth.userStatus(user).equals("DEPROVISIONED"))
                .map(user -> truth.everyone() + " " + user)));
    same("id", "apps", truth.apps().stream());
    same("app_id || ' ' || user_id", "app_users", edges(truth.appUsers()));
    same("app_id || ' ' || group_id", "app_groups", edges(truth.appGroups()));
    same("user_id || ' ' || id", "factors", edges(truth.factors()));
    same("id", "devices", truth.devices().stream());
    same("uuid", "events", truth.events().stream());
    same(
        "assignee_type || ' ' || assignee_id || ' ' || label",
        "admin_roles",
        truth.adminRoles().stream()
            .map(role -> role.assigneeType() + " " + role.assigneeId() + " " + role.label()));
  }

  private void same(String column, String view, Stream<String> really) {
    String sql =
        "select %s from okta.%s where integration = '%s'".formatted(column, view, integration);
    var rows = database.sql(sql).query(String.class).list();
    Set<String> stored = new TreeSet<>(rows);
    Set<String> expected = really.collect(Collectors.toCollection(TreeSet::new));
    assertThat(minus(expected, stored)).as("missing in " + view).isEmpty();
    assertThat(minus(stored, expected)).as("too much in " + view).isEmpty();
    assertThat(rows).as("rows in " + view).hasSize(stored.size());
  }

  private static Set<String> minus(Set<String> some, Set<String> others) {
    Set<String> left = new TreeSet<>(some);
    left.removeAll(others);
    return left;
  }

  private static Stream<String> edges(Set<SandboxTruth.Edge> edges) {
    return edges.stream().map(edge -> edge.parent() + " " + edge.child());
  }
}
