package org.oktadata.findings;

import java.util.Map;
import java.util.Set;

/**
 * What views of schema {@code okta} show of data types without naming their views: they read {@code
 * store.resource} and {@code store.event} themselves, or through functions, into which PostgreSQL
 * doesn't look for dependencies. {@code ViewNeedsTest} compares this with what they say.
 */
final class ViewNeeds {

  /** Without one of these the view lacks rows. */
  private static final Map<String, Set<String>> NEEDED =
      Map.of(
          "access_paths", Set.of("group_members"),
          "effective_admins", Set.of("admin_roles", "group_roles", "group_members"),
          "admin_scopes",
              Set.of(
                  "admin_roles",
                  "group_roles",
                  "client_roles",
                  "group_members",
                  "role_permissions",
                  "user_role_targets",
                  "group_role_targets",
                  "client_role_targets",
                  "client_role_group_targets",
                  "resource_set_resources"),
          "active_factors", Set.of("factors"),
          "app_usage", Set.of("app_users", "events"),
          "device_users", Set.of("devices"),
          "last_seen", Set.of("events"),
          "sign_in_days", Set.of("events"));

  private ViewNeeds() {}

  /** The data types without which the view lacks rows, beside those whose views it names. */
  static Set<String> needed(String view) {
    return NEEDED.getOrDefault(view, Set.of());
  }
}
