package org.oktadata.sandbox;

import java.util.Map;
import java.util.TreeMap;

/**
 * One user of the org as it is now. Times are epoch milliseconds, 0 for never.
 *
 * @param index its place in the org, which its id is made from
 * @param profile what has been set on top of the generated profile
 */
record User(
    int index,
    String id,
    String firstName,
    String lastName,
    String login,
    String status,
    long created,
    long activated,
    long statusChanged,
    long lastLogin,
    long lastUpdated,
    long passwordChanged,
    Map<String, String> profile) {

  static final String DEPROVISIONED = "DEPROVISIONED";

  boolean deprovisioned() {
    return status.equals(DEPROVISIONED);
  }

  String displayName() {
    return firstName + " " + lastName;
  }

  User withStatus(String changed, long at) {
    return new User(
        index,
        id,
        firstName,
        lastName,
        login,
        changed,
        created,
        activated,
        at,
        lastLogin,
        at,
        passwordChanged,
        profile);
  }

  User withProfile(Map<String, String> changes, long at) {
    Map<String, String> merged = new TreeMap<>(profile);
    merged.putAll(changes);
    return new User(
        index,
        id,
        merged.getOrDefault("firstName", firstName),
        merged.getOrDefault("lastName", lastName),
        merged.getOrDefault("login", login),
        status,
        created,
        activated,
        statusChanged,
        lastLogin,
        at,
        passwordChanged,
        merged);
  }

  User withLogin(long last, long passwordSet) {
    return new User(
        index,
        id,
        firstName,
        lastName,
        login,
        status,
        created,
        activated,
        statusChanged,
        last,
        lastUpdated,
        passwordSet,
        profile);
  }

  /** The value a filter or search compares. */
  Object attribute(String name) {
    return switch (name) {
      case "id" -> id;
      case "status" -> status;
      case "lastUpdated" -> lastUpdated;
      case "created" -> created;
      case "activated" -> activated == 0 ? null : activated;
      case "statusChanged" -> statusChanged == 0 ? null : statusChanged;
      case "lastLogin" -> lastLogin == 0 ? null : lastLogin;
      case "profile.login", "profile.email" -> login;
      case "profile.firstName" -> firstName;
      case "profile.lastName" -> lastName;
      default ->
          name.startsWith("profile.") ? profile.get(name.substring("profile.".length())) : null;
    };
  }
}
