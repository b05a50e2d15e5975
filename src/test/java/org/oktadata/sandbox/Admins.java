package org.oktadata.sandbox;

import java.util.List;
import java.util.stream.IntStream;

/** Gives the admin roles an org starts with. */
final class Admins {
  private static final long DAY = 86_400_000L;
  private static final List<String> TYPES =
      List.of(
          "SUPER_ADMIN",
          "READ_ONLY_ADMIN",
          "HELP_DESK_ADMIN",
          "APP_ADMIN",
          "USER_ADMIN",
          "CUSTOM",
          "ORG_ADMIN",
          "GROUP_MEMBERSHIP_ADMIN",
          "API_ACCESS_MANAGEMENT_ADMIN",
          "REPORT_ADMIN");

  private Admins() {}

  /** The first users become admins; two groups and a service app get a role too. */
  static void appoint(SandboxOrg org, int admins) {
    Roles roles = org.roles();
    for (int admin = 0; admin < admins; admin++) {
      String user = org.users().at(admin).id();
      String type = TYPES.get(admin % TYPES.size());
      long at = org.start() - DAY * (20 + admin);
      List<String> groups =
          type.equals("USER_ADMIN") ? List.of(org.groups().id(1), org.groups().id(2)) : List.of();
      List<String> apps = type.equals("APP_ADMIN") ? List.of("salesforce", "slack") : List.of();
      roles.grant(type, "USER", user, groups, apps, at);
      if (admin % 7 == 6) {
        roles.grant("REPORT_ADMIN", "USER", user, List.of(), List.of(), at);
      }
    }
    if (org.groups().count() > 4) {
      long at = org.start() - DAY * 200;
      roles.grant("HELP_DESK_ADMIN", "GROUP", org.groups().id(3), List.of(), List.of(), at);
      roles.grant("APP_ADMIN", "GROUP", org.groups().id(4), List.of(), List.of(), at);
      appointService(org, at);
    }
  }

  /** The first service app may reset factors in one group, and look after one app. */
  private static void appointService(SandboxOrg org, long at) {
    IntStream.range(0, org.apps().count())
        .filter(org.apps()::service)
        .mapToObj(org.apps()::id)
        .findFirst()
        .ifPresent(
            app -> {
              List<String> group = List.of(org.groups().id(1));
              org.roles().grant("HELP_DESK_ADMIN", "CLIENT", app, group, List.of(), at);
              org.roles().grant("APP_ADMIN", "CLIENT", app, List.of(), List.of("slack"), at);
            });
  }
}
