package org.oktadata.web.console;

import org.springframework.util.StringUtils;

/**
 * Which users a person looks for; what is empty stands for all.
 *
 * @param text beginnings of words of names, login or address, an employee number or an id
 * @param strength of the strongest active factor
 * @param admin true for administrators
 * @param role label of an admin role
 * @param dormant days without a sign-in, or {@code never}
 * @param after login of the last one on the page before
 * @param afterId its id, since two may have the same login in two letter cases
 */
record UserSearch(
    String integration,
    String text,
    String status,
    String strength,
    Boolean admin,
    String role,
    String dormant,
    String after,
    String afterId) {

  UserSearch {
    text = unset(text);
    status = unset(status);
    strength = unset(strength);
    role = unset(role);
    dormant = unset(dormant);
    after = unset(after);
    afterId = unset(afterId);
  }

  Integer dormantDays() {
    return dormant != null && dormant.matches("\\d{1,4}") ? Integer.valueOf(dormant) : null;
  }

  private static String unset(String value) {
    return StringUtils.hasText(value) ? value.strip() : null;
  }
}
