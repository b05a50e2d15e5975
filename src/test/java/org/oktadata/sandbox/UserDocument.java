package org.oktadata.sandbox;

import java.util.List;
import java.util.Map;

/** Writes a user as the Users API does (Okta Management API, schema User). */
final class UserDocument {
  static final String TYPE_ID = "otyk00defaultuser5d7";
  static final String SCHEMA_ID = "osck00defaultuser5d7";

  private static final List<String> DEPARTMENTS =
      List.of(
          "Engineering",
          "Sales",
          "Marketing",
          "Finance",
          "People",
          "Legal",
          "Operations",
          "Customer Support",
          "Security",
          "Information Technology",
          "Research",
          "Procurement");
  private static final List<String> TITLES =
      List.of(
          "Analyst",
          "Associate",
          "Consultant",
          "Coordinator",
          "Director",
          "Engineer",
          "Lead",
          "Manager",
          "Senior Engineer",
          "Specialist",
          "Vice President",
          "Assistant");
  private static final List<String[]> PLACES =
      List.of(
          new String[] {"Berlin", "BE", "10115", "DE", "de_DE", "Europe/Berlin", "+4930"},
          new String[] {"Munich", "BY", "80331", "DE", "de_DE", "Europe/Berlin", "+4989"},
          new String[] {"London", "ENG", "EC1A 1BB", "GB", "en_GB", "Europe/London", "+4420"},
          new String[] {"Paris", "IDF", "75001", "FR", "fr_FR", "Europe/Paris", "+331"},
          new String[] {
            "San Francisco", "CA", "94105", "US", "en_US", "America/Los_Angeles", "+1415"
          },
          new String[] {"New York", "NY", "10001", "US", "en_US", "America/New_York", "+1212"},
          new String[] {"Austin", "TX", "73301", "US", "en_US", "America/Chicago", "+1512"},
          new String[] {"Toronto", "ON", "M5H 2N2", "CA", "en_CA", "America/Toronto", "+1416"},
          new String[] {"Tokyo", "13", "100-0001", "JP", "ja_JP", "Asia/Tokyo", "+813"},
          new String[] {"Bengaluru", "KA", "560001", "IN", "en_IN", "Asia/Kolkata", "+9180"},
          new String[] {
            "São Paulo", "SP", "01000-000", "BR", "pt_BR", "America/Sao_Paulo", "+5511"
          },
          new String[] {"Sydney", "NSW", "2000", "AU", "en_AU", "Australia/Sydney", "+612"});

  private final Dice dice;
  private final Ids ids;
  private final int active;

  UserDocument(Dice dice, Ids ids, int active) {
    this.dice = dice;
    this.ids = ids;
    this.active = active;
  }

  /** The whole user, with the links for what its status allows. */
  void write(JsonText out, User user, String base) {
    String self = base + "/api/v1/users/" + user.id();
    head(out, user);
    out.object("_links");
    for (String[] action : actions(user.status())) {
      out.object(action[0]).field("href", self + action[1]).field("method", "POST").end();
    }
    out.link("schema", base + "/api/v1/meta/schemas/user/" + SCHEMA_ID);
    out.link("type", base + "/api/v1/meta/types/user/" + TYPE_ID);
    out.link("self", self).end().end();
  }

  /** The user as lists below another object show it: with the link to itself only. */
  void writeShort(JsonText out, User user, String base) {
    head(out, user);
    out.object("_links").link("self", base + "/api/v1/users/" + user.id()).end().end();
  }

  private void head(JsonText out, User user) {
    out.object().field("id", user.id()).field("status", user.status());
    out.time("created", user.created()).time("activated", user.activated());
    out.time("statusChanged", user.statusChanged()).time("lastLogin", user.lastLogin());
    out.time("lastUpdated", user.lastUpdated()).time("passwordChanged", user.passwordChanged());
    out.object("type").field("id", TYPE_ID).end();
    profile(out, user);
    out.object("credentials");
    if (user.passwordChanged() != 0) {
      out.object("password").end();
    }
    String mail = user.profile().getOrDefault("email", user.login());
    out.array("emails").object().field("value", mail).field("status", "VERIFIED");
    out.field("type", "PRIMARY").end().endArray();
    out.object("provider").field("type", "OKTA").field("name", "OKTA").end().end();
  }

  private void profile(JsonText out, User user) {
    int index = user.index();
    String[] place = dice.pick(PLACES, "place", index);
    String department = dice.pick(DEPARTMENTS, "department", index);
    int manager = dice.below(Math.max(1, active / 10), "manager", index);
    Map<String, String> set = user.profile();
    out.object("profile");
    field(out, set, "login", user.login());
    field(out, set, "email", user.login());
    field(out, set, "firstName", user.firstName());
    field(out, set, "lastName", user.lastName());
    field(out, set, "displayName", user.displayName());
    field(out, set, "secondEmail", null);
    field(out, set, "mobilePhone", phone(index));
    field(out, set, "primaryPhone", place[6] + (1_000_000 + dice.below(8_999_999, "desk", index)));
    field(out, set, "title", dice.pick(TITLES, "title", index));
    field(out, set, "department", department);
    field(out, set, "division", index % 2 == 0 ? "Products" : "Services");
    field(out, set, "organization", "Acme");
    field(out, set, "costCenter", String.valueOf(4_000 + dice.below(60, "cost", index)));
    field(out, set, "employeeNumber", String.valueOf(100_000 + index));
    field(out, set, "userType", dice.below(12, "type", index) == 0 ? "Contractor" : "Employee");
    field(out, set, "managerId", ids.of(Ids.USER, manager));
    field(out, set, "city", place[0]);
    field(out, set, "state", place[1]);
    field(out, set, "zipCode", place[2]);
    field(out, set, "countryCode", place[3]);
    field(out, set, "locale", place[4]);
    field(out, set, "timezone", place[5]);
    set.forEach(
        (name, value) -> {
          if (!GENERATED.contains(name)) {
            out.field(name, value);
          }
        });
    out.end();
  }

  private static final List<String> GENERATED =
      List.of(
          "login",
          "email",
          "firstName",
          "lastName",
          "displayName",
          "secondEmail",
          "mobilePhone",
          "primaryPhone",
          "title",
          "department",
          "division",
          "organization",
          "costCenter",
          "employeeNumber",
          "userType",
          "managerId",
          "city",
          "state",
          "zipCode",
          "countryCode",
          "locale",
          "timezone");

  String phone(int index) {
    return "+1555" + (1_000_000 + dice.below(8_999_999, "mobile", index));
  }

  private static void field(JsonText out, Map<String, String> set, String name, String value) {
    out.field(name, set.isEmpty() ? value : set.getOrDefault(name, value));
  }

  private static String[][] actions(String status) {
    String[] deactivate = {"deactivate", "/lifecycle/deactivate"};
    String[] suspend = {"suspend", "/lifecycle/suspend"};
    String[] reset = {"resetPassword", "/lifecycle/reset_password"};
    return switch (status) {
      case "STAGED" -> new String[][] {{"activate", "/lifecycle/activate"}, deactivate};
      case "PROVISIONED" ->
          new String[][] {suspend, reset, {"reactivate", "/lifecycle/reactivate"}, deactivate};
      case "SUSPENDED" -> new String[][] {{"unsuspend", "/lifecycle/unsuspend"}, deactivate};
      case "LOCKED_OUT" -> new String[][] {{"unlock", "/lifecycle/unlock"}, reset, deactivate};
      case User.DEPROVISIONED ->
          new String[][] {{"activate", "/lifecycle/activate"}, {"delete", ""}};
      default ->
          new String[][] {
            suspend,
            reset,
            {"forgotPassword", "/credentials/forgot_password"},
            {"expirePassword", "/lifecycle/expire_password"},
            {"changeRecoveryQuestion", "/credentials/change_recovery_question"},
            {"changePassword", "/credentials/change_password"},
            deactivate
          };
    };
  }
}
