package org.oktadata.sandbox;

import java.util.Set;

/**
 * What admin role an endpoint asks for beside its scope, after Okta's table of standard
 * administrator roles and permissions.
 */
enum Access {
  /** No role: without one the list is empty, not refused. */
  EMPTY_WITHOUT_ROLE,
  /** Any admin role. */
  ADMIN,
  /** Apps, which organization administrators can't see. */
  APPS,
  /** Role assignments and custom roles. */
  ROLES,
  /** API service integrations. */
  INTEGRATIONS,
  /** Super administrators only. */
  SUPER;

  static final String SUPER_ADMIN = "SUPER_ADMIN";

  /** A custom role that may view roles, resources and admin assignments. */
  static final String VIEW_ROLES = "VIEW_ROLES";

  boolean grantedTo(Set<String> roles) {
    if (roles.contains(SUPER_ADMIN) || this == EMPTY_WITHOUT_ROLE) {
      return true;
    }
    return switch (this) {
      case ADMIN -> roles.stream().anyMatch(role -> !role.equals(VIEW_ROLES));
      case APPS -> roles.contains("READ_ONLY_ADMIN") || roles.contains("APP_ADMIN");
      case ROLES -> roles.contains(VIEW_ROLES);
      case INTEGRATIONS -> roles.contains("ORG_ADMIN");
      default -> false;
    };
  }
}
