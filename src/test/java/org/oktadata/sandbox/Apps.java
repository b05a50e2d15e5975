package org.oktadata.sandbox;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** The apps of an org with their users and groups; the first ones are Okta's own. */
final class Apps {
  private static final long DAY = 86_400_000L;
  private static final List<String[]> OKTA_APPS =
      List.of(
          new String[] {"saasure", "Okta Admin Console", "OPENID_CONNECT"},
          new String[] {"okta_enduser", "Okta Dashboard", "OPENID_CONNECT"},
          new String[] {"okta_browser_plugin", "Okta Browser Plugin", "OPENID_CONNECT"});
  private static final List<String[]> KINDS =
      List.of(
          new String[] {"salesforce", "Salesforce", "SAML_2_0"},
          new String[] {"oidc_client", "Portal", "OPENID_CONNECT"},
          new String[] {"amazon_aws", "AWS Account", "SAML_2_0"},
          new String[] {"google", "Google Workspace", "SAML_2_0"},
          new String[] {"bookmark", "Bookmark", "BOOKMARK"},
          new String[] {"slack", "Slack", "SAML_2_0"},
          new String[] {"template_swa", "Intranet", "BROWSER_PLUGIN"},
          new String[] {"oidc_client", "Mobile App", "OPENID_CONNECT"},
          new String[] {"workday", "Workday", "SAML_2_0"},
          new String[] {"office365", "Microsoft Office 365", "WS_FEDERATION"},
          new String[] {"oidc_client", "Service", "OPENID_CONNECT"},
          new String[] {"atlassian", "Jira", "SAML_2_0"});

  private final Dice dice;
  private final Ids ids;
  private final long start;
  private final int generated;
  private final int groupCount;
  private final int orgWide;
  private final Memberships users;
  private final Map<Integer, Set<Integer>> groups = new ConcurrentHashMap<>();
  private final Map<Integer, Long> updated = new ConcurrentHashMap<>();
  private final Map<Integer, String> status = new ConcurrentHashMap<>();

  Apps(OrgSize size, Dice dice, Ids ids, long start, Users users) {
    this.dice = dice;
    this.ids = ids;
    this.start = start / 1_000 * 1_000;
    generated = size.apps();
    groupCount = size.groups();
    orgWide = size.orgWideApps();
    int[] sizes = new int[size.apps()];
    Arrays.fill(sizes, Math.min(size.usersPerApp(), size.users()));
    this.users = new Memberships(users, dice, "app", sizes);
    for (int app = 0; app < orgWide; app++) {
      this.users.everyoneBelongsTo(app);
    }
    for (int app = 0; app < generated; app++) {
      groups.put(app, generatedGroups(app));
    }
  }

  int count() {
    return generated;
  }

  Memberships users() {
    return users;
  }

  String id(int app) {
    return ids.of(Ids.APP, app);
  }

  int find(String id) {
    return ids.indexOf(Ids.APP, id, generated);
  }

  String[] kind(int app) {
    return app < OKTA_APPS.size() ? OKTA_APPS.get(app) : dice.pick(KINDS, "app kind", app);
  }

  String label(int app) {
    return app < OKTA_APPS.size() ? kind(app)[1] : kind(app)[1] + " " + app;
  }

  boolean service(int app) {
    return kind(app)[1].equals("Service");
  }

  String status(int app) {
    return status.getOrDefault(app, app >= 6 && app % 17 == 3 ? "INACTIVE" : "ACTIVE");
  }

  void status(int app, String changed, long at) {
    status.put(app, changed);
    updated.put(app, at);
  }

  long created(int app) {
    return start - DAY * (100 + dice.below(1_500, "app created", app));
  }

  long lastUpdated(int app) {
    return updated.getOrDefault(app, start - DAY * (5 + dice.below(95, "app updated", app)));
  }

  /** Whether the user got the app through a group. */
  boolean throughGroup(int app, int user) {
    return app < orgWide || dice.below(3, "through group " + app, user) == 0;
  }

  long assigned(int app, int user) {
    return start - DAY * (10 + dice.below(400, "assigned", (long) app << 32 | user));
  }

  Set<Integer> groupsOf(int app) {
    return groups.get(app);
  }

  List<Integer> appsOfGroup(int group) {
    List<Integer> found = new ArrayList<>();
    for (int app = 0; app < generated; app++) {
      if (groups.get(app).contains(group)) {
        found.add(app);
      }
    }
    return found;
  }

  Object attribute(int app, String name) {
    return switch (name) {
      case "id" -> id(app);
      case "status" -> status(app);
      case "name" -> kind(app)[0];
      case "label" -> label(app);
      default -> null;
    };
  }

  private Set<Integer> generatedGroups(int app) {
    Set<Integer> chosen = new TreeSet<>();
    if (app < orgWide) {
      chosen.add(Groups.EVERYONE);
    }
    for (int attempt = 0; chosen.size() < Math.min(2, groupCount); attempt++) {
      chosen.add(dice.below(groupCount, "app group " + attempt, app));
    }
    return chosen;
  }
}
