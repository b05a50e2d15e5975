package org.oktadata.sandbox;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * What is really in an org, for comparing it with what was collected. Each method counts anew, so
 * keep the answer when the org is large.
 */
public final class SandboxTruth {
  /**
   * That a child belongs to a parent: a member to a group, a user to an app, a factor to a user.
   */
  public record Edge(String parent, String child) {}

  /** A role of an assignee. */
  public record AdminRole(String assigneeType, String assigneeId, String roleType, String label) {}

  private final SandboxOrg org;

  SandboxTruth(SandboxOrg org) {
    this.org = org;
  }

  /** All users, the DEPROVISIONED ones too. */
  public Set<String> users() {
    Set<String> ids = new TreeSet<>();
    eachUser(user -> ids.add(user.id()));
    return ids;
  }

  /** All users with that status. */
  public Set<String> users(String status) {
    Set<String> ids = new TreeSet<>();
    eachUser(
        user -> {
          if (user.status().equals(status)) {
            ids.add(user.id());
          }
        });
    return ids;
  }

  /** What a user is like. */
  public String userStatus(String id) {
    User user = org.users().find(id);
    return user == null ? null : user.status();
  }

  public Set<String> groups() {
    Set<String> ids = new TreeSet<>();
    for (int group = 0; group < org.groups().count(); group++) {
      if (org.groups().exists(group)) {
        ids.add(org.groups().id(group));
      }
    }
    return ids;
  }

  /** The id of the group that every user is in. */
  public String everyone() {
    return org.groups().id(Groups.EVERYONE);
  }

  /** Memberships of all groups but Everyone. */
  public Set<Edge> groupMembers() {
    Set<Edge> edges = new LinkedHashSet<>();
    for (int group = 1; group < org.groups().count(); group++) {
      if (org.groups().exists(group)) {
        edges(edges, org.groups().id(group), org.groups().members(), group);
      }
    }
    return edges;
  }

  /** How many memberships there are, Everyone's among them. */
  public int groupMemberCount() {
    int count = 0;
    for (int group = 0; group < org.groups().count(); group++) {
      count += org.groups().exists(group) ? org.groups().members().count(group) : 0;
    }
    return count;
  }

  public Set<String> apps() {
    Set<String> ids = new TreeSet<>();
    for (int app = 0; app < org.apps().count(); app++) {
      ids.add(org.apps().id(app));
    }
    return ids;
  }

  public Set<Edge> appUsers() {
    Set<Edge> edges = new LinkedHashSet<>();
    for (int app = 0; app < org.apps().count(); app++) {
      edges(edges, org.apps().id(app), org.apps().users(), app);
    }
    return edges;
  }

  public int appUserCount() {
    int count = 0;
    for (int app = 0; app < org.apps().count(); app++) {
      count += org.apps().users().count(app);
    }
    return count;
  }

  public Set<Edge> appGroups() {
    Set<Edge> edges = new LinkedHashSet<>();
    for (int app = 0; app < org.apps().count(); app++) {
      for (int group : org.apps().groupsOf(app)) {
        if (org.groups().exists(group)) {
          edges.add(new Edge(org.apps().id(app), org.groups().id(group)));
        }
      }
    }
    return edges;
  }

  /** User to factor. */
  public Set<Edge> factors() {
    Set<Edge> edges = new LinkedHashSet<>();
    eachUser(
        user ->
            org.factors().of(user).forEach(factor -> edges.add(new Edge(user.id(), factor.id()))));
    return edges;
  }

  public int factorCount() {
    int[] count = new int[1];
    eachUser(user -> count[0] += org.factors().of(user).size());
    return count[0];
  }

  /** Users that aren't DEPROVISIONED and have no factor. */
  public Set<String> usersWithoutFactor() {
    Set<String> ids = new TreeSet<>();
    eachUser(
        user -> {
          if (!user.deprovisioned() && org.factors().of(user).isEmpty()) {
            ids.add(user.id());
          }
        });
    return ids;
  }

  public List<AdminRole> adminRoles() {
    return org.roles().all().stream()
        .map(role -> new AdminRole(role.assigneeType(), role.assignee(), role.type(), role.label()))
        .toList();
  }

  public Set<String> devices() {
    Set<String> ids = new TreeSet<>();
    for (int device = 0; device < org.devices().count(); device++) {
      ids.add(org.devices().id(device));
    }
    return ids;
  }

  /** The ids of one of the small lists, by its path with {@code {}} for each id in it. */
  public Set<String> documents(String path) {
    return org.table(path).ids();
  }

  /** The uuids of all System Log events. */
  public Set<String> events() {
    return new LinkedHashSet<>(org.log().uuids());
  }

  /** How many users there are, the DEPROVISIONED ones too. */
  public int userCount() {
    int[] count = new int[1];
    eachUser(user -> count[0]++);
    return count[0];
  }

  private void eachUser(Consumer<User> consumer) {
    for (int index = 0; index < org.users().count(); index++) {
      User user = org.users().at(index);
      if (user != null) {
        consumer.accept(user);
      }
    }
  }

  private void edges(Set<Edge> edges, String parent, Memberships memberships, int place) {
    for (int user = memberships.next(place, -1); user >= 0; user = memberships.next(place, user)) {
      edges.add(new Edge(parent, org.ids().of(Ids.USER, user)));
    }
  }
}
