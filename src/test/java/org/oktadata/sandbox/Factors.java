package org.oktadata.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Which factors each user has enrolled. */
final class Factors {
  private static final long DAY = 86_400_000L;
  private static final List<String> STRONG = List.of("push", "signed_nonce", "token:software:totp");

  private final Dice dice;
  private final Ids ids;
  private final UserDocument documents;
  private final Map<Integer, List<Factor>> added = new ConcurrentHashMap<>();
  private final Set<String> removed = ConcurrentHashMap.newKeySet();
  private final Set<Integer> replaced = ConcurrentHashMap.newKeySet();
  private long additions;

  Factors(Dice dice, Ids ids, UserDocument documents) {
    this.dice = dice;
    this.ids = ids;
    this.documents = documents;
  }

  List<Factor> of(User user) {
    List<Factor> factors = new ArrayList<>();
    int index = user.index();
    if (!user.deprovisioned() && !replaced.contains(index)) {
      int nth = 0;
      for (String type : types(index)) {
        Factor factor = factor(user, type, index * 8L + nth++, user.created() + DAY);
        if (!removed.contains(factor.id())) {
          factors.add(factor);
        }
      }
    }
    factors.addAll(added.getOrDefault(index, List.of()));
    return factors;
  }

  synchronized Factor add(User user, String type, String detail, long at) {
    additions++;
    Factor factor = factor(user, type, (1L << 40) + additions, at);
    if (detail != null) {
      factor = new Factor(factor.id(), type, factor.provider(), factor.status(), at, detail);
    }
    added.computeIfAbsent(user.index(), key -> new CopyOnWriteArrayList<>()).add(factor);
    return factor;
  }

  void remove(User user, String factorId) {
    removed.add(factorId);
    added
        .getOrDefault(user.index(), new ArrayList<>())
        .removeIf(factor -> factor.id().equals(factorId));
  }

  /** The user has no generated factor any more, only those added. */
  void clear(User user) {
    replaced.add(user.index());
    added.remove(user.index());
  }

  private Factor factor(User user, String type, long number, long at) {
    String prefix =
        switch (type) {
          case "push" -> "opf";
          case "signed_nonce" -> "pfd";
          case "webauthn" -> "fwf";
          case "sms" -> "sms";
          case "call" -> "clf";
          case "question" -> "ufs";
          case "email" -> "emf";
          default -> "ost";
        };
    String provider =
        switch (type) {
          case "webauthn" -> "FIDO";
          case "token:software:totp" -> number % 3 == 0 ? "GOOGLE" : "OKTA";
          default -> "OKTA";
        };
    String detail =
        switch (type) {
          case "sms", "call" -> documents.phone(user.index());
          case "webauthn" ->
              "sandboxCredentialOfASecurityKeyWithAnIdAsLongAsTheyAreInRealLife" + number;
          default -> user.login();
        };
    return new Factor(ids.of(prefix, number), type, provider, "ACTIVE", at, detail);
  }

  private List<String> types(int index) {
    int roll = dice.below(100, "factors", index);
    if (roll < 30) {
      return STRONG;
    } else if (roll < 55) {
      return List.of("push", "token:software:totp");
    } else if (roll < 68) {
      return List.of("webauthn", "push");
    } else if (roll < 78) {
      return List.of("token:software:totp");
    } else if (roll < 85) {
      return List.of("sms", "push");
    } else if (roll < 91) {
      return List.of("email", "question");
    } else if (roll < 96) {
      return List.of("webauthn");
    }
    return List.of();
  }
}
