package org.oktadata.sandbox;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The users of an org. Each is computed from its index when asked for; only those that were changed
 * are kept.
 */
final class Users {
  private static final long DAY = 86_400_000L;
  private static final List<String> FIRST_NAMES =
      List.of(
          ("Amelia Anton Beatriz Benedikt Camille Chidi Clara Daniel Dilara Elena Elias "
                  + "Emeka Esther Fatima Felix Freya Gabriel Greta Hannah Hiroshi Ines Isaac Ivana "
                  + "Jakub Jamal Jasmin Jonas Kaito Katharina Kofi Laila Lars Leonie Liam Lucia "
                  + "Magnus Mara Mateo Mei Milan Nadia Niamh Noah Olga Oscar Pavel Priya Rafael Rosa "
                  + "Samir Sofia Sven Tariq Theresa Tomás Valentin Wen Yara Yusuf Zoë")
              .split(" "));
  private static final List<String> LAST_NAMES =
      List.of(
          ("Abbott Adeyemi Aguilar Andersson Bakker Baptiste Becker Bianchi Brandt Castillo "
                  + "Chen Cohen Costa Dahl Demir Diallo Dubois Eriksen Farouk Fischer Fontaine García "
                  + "Gruber Haddad Hansen Hoffmann Ibrahim Ito Jensen Kaplan Keller Kim Kowalski "
                  + "Kumar Lambert Lehmann Lindqvist López Marino Mbeki Meier Moreau Müller Nakamura "
                  + "Novak Okafor Olsen Osei Park Patel Pereira Petrov Quinn Ramos Richter Rossi "
                  + "Santos Sato Schneider Silva Singh Sørensen Suzuki Tanaka Torres Ueda Vargas "
                  + "Vogel Walsh Weber Wójcik Yamamoto Yilmaz Zhang Zimmermann")
              .split(" "));

  private static final List<String> PLAIN_FIRST_NAMES =
      FIRST_NAMES.stream().map(Users::plain).toList();
  private static final List<String> PLAIN_LAST_NAMES =
      LAST_NAMES.stream().map(Users::plain).toList();

  private final Dice dice;
  private final Ids ids;
  private final long start;
  private final int generated;
  private final int active;
  private final Map<Integer, User> changed = new ConcurrentHashMap<>();
  private final Set<Integer> deleted = ConcurrentHashMap.newKeySet();
  private volatile int count;

  Users(OrgSize size, Dice dice, Ids ids, long start) {
    this.dice = dice;
    this.ids = ids;
    this.start = start / 1_000 * 1_000;
    active = size.users();
    generated = size.users() + size.deprovisioned();
    count = generated;
  }

  /** One more than the highest index; some below may be deleted. */
  int count() {
    return count;
  }

  /** The indexes below this were users that aren't DEPROVISIONED at the start. */
  int active() {
    return active;
  }

  /** The user at an index, or null when it was deleted. */
  User at(int index) {
    User known = changed.get(index);
    if (known != null) {
      return known;
    }
    return index < 0 || index >= generated || deleted.contains(index) ? null : generate(index);
  }

  User find(String idOrLogin) {
    long index = ids.indexOf(Ids.USER, idOrLogin);
    if (index >= 0 && index < count) {
      return at((int) index);
    }
    int mark = idOrLogin.indexOf('@');
    int digits = mark;
    while (digits > 0 && Character.isDigit(idOrLogin.charAt(digits - 1))) {
      digits--;
    }
    if (mark > 0 && digits < mark && mark - digits < 9) {
      User user = at(Integer.parseInt(idOrLogin.substring(digits, mark)));
      if (user != null && user.login().equalsIgnoreCase(idOrLogin)) {
        return user;
      }
    }
    return changed.values().stream()
        .filter(user -> user.login().equalsIgnoreCase(idOrLogin))
        .findFirst()
        .orElse(null);
  }

  /** What a filter compares, without making the whole user when it isn't needed. */
  Object attribute(int index, String name) {
    if (!changed.containsKey(index) && index < generated && !deleted.contains(index)) {
      if (name.equals("status")) {
        return status(index);
      } else if (name.equals("lastUpdated")) {
        return updated(index, created(index));
      }
    }
    User user = at(index);
    return user == null ? null : user.attribute(name);
  }

  boolean exists(int index) {
    return changed.containsKey(index) || (index < generated && !deleted.contains(index));
  }

  boolean listed(int index) {
    if (deleted.contains(index)) {
      return false;
    }
    User known = changed.get(index);
    return known == null ? index < active : !known.deprovisioned();
  }

  void put(User user) {
    changed.put(user.index(), user);
  }

  synchronized User create(Map<String, String> profile, String status, long at) {
    int index = count;
    String firstName = profile.getOrDefault("firstName", "New");
    String lastName = profile.getOrDefault("lastName", "Person");
    String login = profile.getOrDefault("login", login(firstName, lastName, index));
    User user =
        new User(
            index,
            ids.of(Ids.USER, index),
            firstName,
            lastName,
            login,
            status,
            at,
            status.equals("STAGED") ? 0 : at,
            at,
            0,
            at,
            0,
            Map.copyOf(profile));
    changed.put(index, user);
    count = index + 1;
    return user;
  }

  void delete(int index) {
    deleted.add(index);
    changed.remove(index);
  }

  private User generate(int index) {
    String firstName = dice.pick(FIRST_NAMES, "first name", index);
    String lastName = dice.pick(LAST_NAMES, "last name", index);
    String status = status(index);
    long created =
        start - DAY * (40 + dice.below(2_000, "created", index)) - time("created time", index);
    boolean activated = !status.equals("STAGED");
    boolean usedOnce = activated && !status.equals("PROVISIONED");
    long lastLogin =
        usedOnce ? start - DAY * dice.below(20, "login", index) - time("l time", index) : 0;
    long updated = updated(index, created);
    long password =
        usedOnce
            ? Math.max(
                created, start - DAY * dice.below(89, "password", index) - time("p time", index))
            : 0;
    return new User(
        index,
        ids.of(Ids.USER, index),
        firstName,
        lastName,
        dice.pick(PLAIN_FIRST_NAMES, "first name", index)
            + "."
            + dice.pick(PLAIN_LAST_NAMES, "last name", index)
            + index
            + "@"
            + SandboxOrg.DOMAIN,
        status,
        created,
        activated ? created + 1_000 : 0,
        activated ? Math.min(updated, created + DAY) : 0,
        lastLogin,
        updated,
        password,
        Map.of());
  }

  private String status(int index) {
    if (index >= active) {
      return User.DEPROVISIONED;
    }
    int roll = index < 100 ? 0 : dice.below(1_000, "status", index);
    if (roll < 930) {
      return "ACTIVE";
    } else if (roll < 945) {
      return "STAGED";
    } else if (roll < 965) {
      return "PROVISIONED";
    } else if (roll < 975) {
      return "SUSPENDED";
    } else if (roll < 983) {
      return "LOCKED_OUT";
    }
    return roll < 993 ? "PASSWORD_EXPIRED" : "RECOVERY";
  }

  private long created(int index) {
    return start - DAY * (40 + dice.below(2_000, "created", index)) - time("created time", index);
  }

  private long updated(int index, long created) {
    long days = 2 + dice.below(300, "updated", index);
    return Math.max(created + 60_000, start - DAY * days - time("updated time", index));
  }

  /** A time of the day, in whole seconds as Okta keeps them. */
  private long time(String purpose, long index) {
    return dice.below(86_000, purpose, index) * 1_000L;
  }

  private static String login(String firstName, String lastName, int index) {
    return plain(firstName) + "." + plain(lastName) + index + "@" + SandboxOrg.DOMAIN;
  }

  private static String plain(String name) {
    StringBuilder plain = new StringBuilder(name.length());
    for (char letter : name.toLowerCase(Locale.ROOT).toCharArray()) {
      int accent = "áàäâãåéèëêíìïóòöôøõúùüûñçżźłśćńąę".indexOf(letter);
      plain.append(accent < 0 ? letter : "aaaaaaeeeeiiioooooouuuunczzlscnae".charAt(accent));
    }
    return plain.toString();
  }
}
