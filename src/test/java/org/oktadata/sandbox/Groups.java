package org.oktadata.sandbox;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The groups of an org, Everyone first; their members are {@link Memberships}. */
final class Groups {
  static final int EVERYONE = 0;

  private static final long DAY = 86_400_000L;
  private static final List<String> TOPICS =
      List.of(
          "Engineering",
          "Sales",
          "Marketing",
          "Finance",
          "People",
          "Legal",
          "Operations",
          "Support",
          "Security",
          "IT",
          "Research",
          "Procurement",
          "VPN",
          "GitHub",
          "Salesforce",
          "Jira",
          "AWS",
          "Contractors",
          "Executives",
          "Interns");
  private static final List<String> PLACES =
      List.of("Berlin", "Munich", "London", "Paris", "Austin", "Tokyo", "Sydney", "Global");

  private final Dice dice;
  private final Ids ids;
  private final long start;
  private final Memberships members;
  private final Map<Integer, Long> updated = new ConcurrentHashMap<>();
  private final Map<Integer, Long> membersUpdated = new ConcurrentHashMap<>();
  private final Map<Integer, String> names = new ConcurrentHashMap<>();
  private final Set<Integer> deleted = ConcurrentHashMap.newKeySet();
  private volatile int count;

  Groups(OrgSize size, Dice dice, Ids ids, long start, Users users) {
    this.dice = dice;
    this.ids = ids;
    this.start = start / 1_000 * 1_000;
    count = size.groups();
    members = new Memberships(users, dice, "group", sizes(size, dice));
    members.everyoneBelongsTo(EVERYONE);
  }

  int count() {
    return count;
  }

  boolean exists(int group) {
    return group >= 0 && group < count && !deleted.contains(group);
  }

  Memberships members() {
    return members;
  }

  String id(int group) {
    return ids.of(Ids.GROUP, group);
  }

  /** The group behind an id, or -1. */
  int find(String id) {
    int group = ids.indexOf(Ids.GROUP, id, count);
    return exists(group) ? group : -1;
  }

  String name(int group) {
    if (group == EVERYONE) {
      return "Everyone";
    }
    String topic = dice.pick(TOPICS, "topic", group);
    return names.getOrDefault(group, topic + " " + dice.pick(PLACES, "site", group) + " " + group);
  }

  String type(int group) {
    return group == EVERYONE ? "BUILT_IN" : group % 23 == 7 ? "APP_GROUP" : "OKTA_GROUP";
  }

  long created(int group) {
    return start - DAY * (400 + dice.below(1_500, "group created", group));
  }

  long lastUpdated(int group) {
    return updated.getOrDefault(group, start - DAY * (30 + dice.below(300, "group", group)));
  }

  long lastMembershipUpdated(int group) {
    return membersUpdated.getOrDefault(group, start - DAY * (2 + dice.below(90, "members", group)));
  }

  void touchMembers(int group, long at) {
    membersUpdated.put(group, at);
  }

  synchronized int create(String name, long at) {
    int group = count;
    names.put(group, name);
    updated.put(group, at);
    membersUpdated.put(group, at);
    count = group + 1;
    return group;
  }

  void delete(int group) {
    deleted.add(group);
  }

  Object attribute(int group, String name) {
    return switch (name) {
      case "id" -> id(group);
      case "type" -> type(group);
      case "created" -> created(group);
      case "lastUpdated" -> lastUpdated(group);
      case "lastMembershipUpdated" -> lastMembershipUpdated(group);
      case "profile.name" -> name(group);
      default -> null;
    };
  }

  /** Sizes that differ, and together are what the org's size asks for. */
  private static int[] sizes(OrgSize size, Dice dice) {
    int[] sizes = new int[size.groups()];
    int first = 1;
    int left = size.memberships();
    if (size.largestGroup() > 0 && size.groups() > 2) {
      sizes[1] = Math.min(size.largestGroup(), size.users());
      left -= sizes[1];
      first = 2;
    }
    int last = size.groups() - size.emptyGroups();
    for (int group = first; group < last && left > 0; group++) {
      int mean = left / (last - group);
      int spread = Math.max(0, mean / 2);
      int wanted = mean - spread + dice.below(2 * spread + 1, "group size", group);
      sizes[group] = Math.min(size.users(), group == last - 1 ? left : Math.max(1, wanted));
      left -= sizes[group];
    }
    return sizes;
  }
}
