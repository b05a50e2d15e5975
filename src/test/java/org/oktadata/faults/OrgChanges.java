package org.oktadata.faults;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.oktadata.sandbox.SandboxChanges;
import org.oktadata.sandbox.SandboxOrg;
import org.oktadata.sandbox.SandboxTruth;

/**
 * What people do in the org meanwhile. What they remove doesn't come back, so whatever the org
 * still has at the end was there all the time, and must never have been taken for deleted.
 */
final class OrgChanges {

  private final SandboxOrg org;
  private final SandboxChanges changes;
  private final SplittableRandom random;
  private final Set<String> touched = new LinkedHashSet<>();
  private int number;

  OrgChanges(SandboxOrg org, SplittableRandom random) {
    this.org = org;
    this.changes = org.changes();
    this.random = random;
  }

  void some(int count) {
    for (int each = 0; each < count; each++) {
      one();
    }
  }

  private void one() {
    SandboxTruth truth = org.truth();
    String user = fresh(truth);
    String group = pick(truth.groups(), truth.everyone());
    String app = pick(truth.apps(), "");
    number++;
    switch (random.nextInt(11)) {
      case 0 -> changes.changeUser(user, Map.of("department", "Department " + number));
      case 1 -> somebodyNew();
      case 2 -> changes.deactivateUser(user);
      case 3 -> changes.deleteUser(user);
      case 4 -> changes.addFactor(user, random.nextBoolean() ? "sms" : "email");
      case 5 -> changes.addMember(group, user);
      case 6 -> removeMember(truth);
      case 7 -> changes.assignApp(app, user);
      case 8 -> changes.createGroup("Group " + number + " " + random.nextInt(1 << 30));
      case 9 -> changes.grantRole(user, "HELP_DESK_ADMIN");
      default -> changes.changeStatus(user, "SUSPENDED");
    }
  }

  private void removeMember(SandboxTruth truth) {
    List<SandboxTruth.Edge> members = new ArrayList<>(truth.groupMembers());
    members.removeIf(edge -> touched.contains(edge.child()));
    if (members.isEmpty()) {
      return;
    }
    SandboxTruth.Edge member = members.get(random.nextInt(members.size()));
    touched.add(member.child());
    changes.removeMember(member.parent(), member.child());
  }

  private String somebodyNew() {
    return changes.createUser(
        Map.of(
            "login", "new" + number + "." + random.nextInt(1 << 30) + "@acme.example",
            "email", "new" + number + "@acme.example",
            "firstName", "New",
            "lastName", "Person " + number));
  }

  /** An active user without a role to whom nothing has happened yet. */
  private String fresh(SandboxTruth truth) {
    Set<String> users = truth.users("ACTIVE");
    truth.adminRoles().forEach(role -> users.remove(role.assigneeId()));
    users.removeAll(touched);
    String user = users.isEmpty() ? somebodyNew() : pick(users, "");
    touched.add(user);
    return user;
  }

  private String pick(Set<String> ids, String not) {
    List<String> all = new ArrayList<>(ids);
    all.remove(not);
    return all.get(random.nextInt(all.size()));
  }
}
