package org.oktadata.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;

/** All admin role assignments of an org; few enough to be kept as they are. */
final class Roles {
  static final String CUSTOM_ROLE = "cr0k00helpdeskber5d7";
  static final String CUSTOM_ROLE_LABEL = "Help Desk Berlin";
  static final String RESOURCE_SET = "iamk00peopleberln5d7";

  private final Ids ids;
  private final List<RoleAssignment> assignments = new CopyOnWriteArrayList<>();
  private long number;

  Roles(Ids ids) {
    this.ids = ids;
  }

  synchronized RoleAssignment grant(
      String type,
      String assigneeType,
      String assignee,
      List<String> groups,
      List<String> apps,
      long at) {
    boolean custom = type.equals("CUSTOM");
    number++;
    RoleAssignment assignment =
        new RoleAssignment(
            ids.of(custom ? "irb" : "ra1", number),
            type,
            custom ? CUSTOM_ROLE_LABEL : label(type),
            assigneeType,
            assignee,
            custom ? CUSTOM_ROLE : null,
            custom ? RESOURCE_SET : null,
            List.copyOf(groups),
            List.copyOf(apps),
            at);
    assignments.add(assignment);
    return assignment;
  }

  void revoke(String assignmentId) {
    assignments.removeIf(assignment -> assignment.id().equals(assignmentId));
  }

  List<RoleAssignment> all() {
    return assignments;
  }

  List<RoleAssignment> ofUser(String user) {
    return of("USER", user);
  }

  List<RoleAssignment> ofGroup(String group) {
    return of("GROUP", group);
  }

  List<RoleAssignment> ofClient(String client) {
    return of("CLIENT", client);
  }

  /** Users with a role of their own, as {@code /iam/assignees/users} lists them. */
  List<String> users() {
    TreeSet<String> users = new TreeSet<>();
    for (RoleAssignment assignment : assignments) {
      if (assignment.assigneeType().equals("USER")) {
        users.add(assignment.assignee());
      }
    }
    return new ArrayList<>(users);
  }

  void forgetAssignee(String assignee) {
    assignments.removeIf(assignment -> assignment.assignee().equals(assignee));
  }

  private List<RoleAssignment> of(String assigneeType, String assignee) {
    return assignments.stream()
        .filter(
            each -> each.assigneeType().equals(assigneeType) && each.assignee().equals(assignee))
        .toList();
  }

  static String label(String type) {
    return switch (type) {
      case "SUPER_ADMIN" -> "Super Organization Administrator";
      case "ORG_ADMIN" -> "Organization Administrator";
      case "APP_ADMIN" -> "Application Administrator";
      case "USER_ADMIN" -> "Group Administrator";
      case "HELP_DESK_ADMIN" -> "Help Desk Administrator";
      case "READ_ONLY_ADMIN" -> "Read Only Administrator";
      case "GROUP_MEMBERSHIP_ADMIN" -> "Group Membership Administrator";
      case "API_ACCESS_MANAGEMENT_ADMIN" -> "API Access Management Administrator";
      case "REPORT_ADMIN" -> "Report Administrator";
      default -> type;
    };
  }
}
