package org.oktadata.collect;

import static java.util.stream.Collectors.counting;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.oktadata.catalogue.DataType;
import org.oktadata.okta.OktaFailure;

/** What a person grants the app in the Okta Admin Console, so that a data type can be read. */
public final class Remedy {

  private static final String ROLE =
      "Assign %s to the app in the Okta Admin Console, on its Admin roles tab.";
  private static final String SCOPE = "Grant the scope %s on the app's Okta API Scopes tab.";

  private Remedy() {}

  /** What is to be done, once for all sentences that ask for the same; empty where none does. */
  public static String summary(List<String> sentences) {
    String roles = list(ROLE, sentences);
    String scopes = list(SCOPE, sentences);
    return (roles.isEmpty() ? "" : " Assign to the app, on its Admin roles tab: " + roles + ".")
        + (scopes.isEmpty() ? "" : " Grant on its Okta API Scopes tab: " + scopes + ".");
  }

  /** What the sentences name where they follow a form, and how many data types need it. */
  private static String list(String form, List<String> sentences) {
    int place = form.indexOf("%s");
    Pattern pattern =
        Pattern.compile(
            Pattern.quote(form.substring(0, place))
                + "(.+)"
                + Pattern.quote(form.substring(place + 2)));
    Map<String, Long> named =
        sentences.stream()
            .map(pattern::matcher)
            .filter(Matcher::find)
            .collect(Collectors.groupingBy(found -> found.group(1), TreeMap::new, counting()));
    return named.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .map(
            each ->
                "%s (%d data type%s)"
                    .formatted(each.getKey(), each.getValue(), each.getValue() == 1 ? "" : "s"))
        .collect(Collectors.joining(", "));
  }

  /** For what Okta refuses, or answers with an empty list, though the scope is granted. */
  public static String role(DataType type) {
    return ROLE.formatted(type.role().isEmpty() ? "an admin role" : type.role());
  }

  /**
   * For what Okta refuses because the token lacks its scope. None is asked for where the line of
   * the catalogue names none, and the app in Okta has nothing to do with it.
   */
  public static String scope(DataType type) {
    return type.scope().isEmpty()
        ? "The line of %s in data-types.yaml names no scope, so the token holds none for it: add the one that Okta's reference has for its path, such as scope: okta.users.read."
            .formatted(type.name())
        : SCOPE.formatted(type.scope());
  }

  /** What Okta refused because of the scope, and what to do about it. */
  public static String scope(DataType type, OktaFailure refused) {
    return type.scope().isEmpty() ? scope(type) : refused.sentence() + " " + scope(type);
  }

  /** For what this org doesn't have because the feature is off. */
  public static String feature(DataType type) {
    if (type.neverEmpty()) {
      return "Every org has %s, so this is Okta's own mistake or a limit of the app's: if it stays so, ask Okta Support."
          .formatted(type.name());
    }
    return "Have it turned on (Settings, Features in the Okta Admin Console) or licensed, or leave %s out of the data types."
        .formatted(type.name());
  }
}
