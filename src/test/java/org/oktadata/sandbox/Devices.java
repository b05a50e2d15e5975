package org.oktadata.sandbox;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The devices of an org and their users (Okta Management API, schema Device). */
final class Devices {
  private static final long DAY = 86_400_000L;
  private static final List<String[]> MODELS =
      List.of(
          new String[] {"MACOS", "APPLE", "Mac16,5", "15.6.1", "MacBook Pro"},
          new String[] {"WINDOWS", "LENOVO", "ThinkPad T14", "10.0.22631", "ThinkPad"},
          new String[] {"IOS", "APPLE", "iPhone16,1", "17.6.1", "iPhone"},
          new String[] {"ANDROID", "samsung", "SM-S921B", "16:2025-09-01", "Galaxy"});

  private final SandboxOrg org;
  private final Dice dice;
  private final Ids ids;
  private final int count;
  private final Map<Integer, Long> updated = new ConcurrentHashMap<>();
  private final Map<Integer, String> status = new ConcurrentHashMap<>();

  Devices(SandboxOrg org, Dice dice, Ids ids, int count) {
    this.org = org;
    this.dice = dice;
    this.ids = ids;
    this.count = count;
  }

  int count() {
    return count;
  }

  String id(int device) {
    return ids.of(Ids.DEVICE, device);
  }

  int find(String id) {
    return ids.indexOf(Ids.DEVICE, id, count);
  }

  /** The users of a device: mostly one, sometimes two. */
  List<User> users(int device) {
    Users users = org.users();
    User first = users.at(dice.below(users.active(), "device user", device));
    User second =
        device % 50 == 7
            ? users.at(dice.below(users.active(), "second device user", device))
            : null;
    return Stream.of(first, second)
        .filter(user -> user != null && !user.deprovisioned())
        .distinct()
        .toList();
  }

  long lastUpdated(int device) {
    return updated.getOrDefault(device, second() - DAY * (3 + dice.below(60, "device", device)));
  }

  String status(int device) {
    return status.getOrDefault(device, device % 40 == 9 ? "SUSPENDED" : "ACTIVE");
  }

  void status(int device, String changed, long at) {
    status.put(device, changed);
    updated.put(device, at);
  }

  Object attribute(int device, String name) {
    return switch (name) {
      case "id" -> id(device);
      case "status" -> status(device);
      case "lastUpdated" -> lastUpdated(device);
      case "profile.platform" -> dice.pick(MODELS, "model", device)[0];
      default -> null;
    };
  }

  void write(JsonText out, int device, String base, String expand) {
    String id = id(device);
    String[] model = dice.pick(MODELS, "model", device);
    String name = model[4] + " " + (1_000 + device);
    out.object().field("id", id).field("status", status(device));
    out.time("created", second() - DAY * (100 + dice.below(600, "device", device)));
    out.time("lastUpdated", lastUpdated(device));
    out.object("profile").field("displayName", name).field("platform", model[0]);
    out.field("manufacturer", model[1]).field("model", model[2]).field("osVersion", model[3]);
    out.field(
        "serialNumber",
        "C02" + Long.toString(Math.abs(dice.roll("serial", device)) % 1_000_000_000L, 36));
    out.field("registered", true).field("secureHardwarePresent", device % 9 != 4);
    out.field("diskEncryptionType", device % 21 == 5 ? "NONE" : "ALL_INTERNAL_VOLUMES").end();
    out.field("resourceType", "UDDevice");
    out.object("resourceDisplayName").field("value", name).field("sensitive", false).end();
    out.field("resourceId", id).field("resourceAlternateId", null);
    if ("user".equals(expand) || "userSummary".equals(expand)) {
      out.object("_embedded").array("users");
      for (User user : users(device)) {
        writeUser(out, device, user, base, expand.equals("user"));
      }
      out.endArray().end();
    }
    String self = base + "/api/v1/devices/" + id;
    out.object("_links").link("suspend", self + "/lifecycle/suspend", "POST");
    out.link("self", self, "GET", "PATCH", "PUT").link("users", self + "/users", "GET");
    out.link("deactivate", self + "/lifecycle/deactivate", "POST").end().end();
  }

  void writeUser(JsonText out, int device, User user, String base, boolean whole) {
    out.object().time("created", second() - DAY * (90 + dice.below(10, "managed", device)));
    out.field("managementStatus", device % 6 == 1 ? "NOT_MANAGED" : "MANAGED");
    out.field("screenLockType", device % 4 == 0 ? "PASSCODE" : "BIOMETRIC");
    if (whole) {
      out.raw("user", org.userText(user, base)).end();
      return;
    }
    out.object("user").field("id", user.id()).object("profile");
    out.field("firstName", user.firstName()).field("lastName", user.lastName());
    out.field("login", user.login()).field("email", user.login()).end();
    out.object("_links").link("self", base + "/api/v1/users/" + user.id()).end().end().end();
  }

  private long second() {
    return org.start() / 1_000 * 1_000;
  }
}
