package org.oktadata.okta;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Gets a token with as many of the wanted scopes as the app was granted. Okta either leaves the
 * others out of the token, or refuses the whole request, with or without saying which ones are the
 * problem; then they are found by halving.
 */
final class ScopeNegotiation {
  private static final Pattern SCOPE = Pattern.compile("okta\\.[A-Za-z]+(?:\\.[A-Za-z]+)+");

  private final Function<Set<String>, TokenAnswer> ask;

  ScopeNegotiation(Function<Set<String>, TokenAnswer> ask) {
    this.ask = ask;
  }

  /** The last answer: a token, or a refusal that is not about scopes, or of every scope. */
  TokenAnswer negotiate(Set<String> wanted) {
    var scopes = new TreeSet<>(wanted);
    while (true) {
      var answer = ask.apply(scopes);
      if (!isAboutScopes(answer)) {
        return answer;
      }
      var named = namedIn(answer, scopes);
      if (named.isEmpty()) {
        return byHalving(scopes, answer);
      }
      scopes.removeAll(named);
      if (scopes.isEmpty()) {
        return answer;
      }
    }
  }

  private TokenAnswer byHalving(Set<String> scopes, TokenAnswer refusal) {
    var grantable = grantable(new ArrayList<>(scopes));
    return grantable.isEmpty() || grantable.equals(scopes) ? refusal : ask.apply(grantable);
  }

  /** The scopes of the list that Okta grants; the list as a whole is known to be refused. */
  private Set<String> grantable(List<String> refused) {
    if (refused.size() < 2) {
      return Set.of();
    }
    int middle = refused.size() / 2;
    var found = new TreeSet<String>();
    for (var half : List.of(refused.subList(0, middle), refused.subList(middle, refused.size()))) {
      var answer = ask.apply(new TreeSet<>(half));
      if (answer.isToken()) {
        found.addAll(half);
      } else if (isAboutScopes(answer)) {
        found.addAll(grantable(half));
      }
    }
    return found;
  }

  static boolean isAboutScopes(TokenAnswer answer) {
    return answer.error().equals("invalid_scope")
        || (answer.error().equals("access_denied")
            && answer.status() == 400
            && answer.description().contains("scope"));
  }

  private static Set<String> namedIn(TokenAnswer answer, Set<String> asked) {
    return SCOPE
        .matcher(answer.description())
        .results()
        .map(found -> found.group())
        .filter(asked::contains)
        .collect(Collectors.toSet());
  }
}
