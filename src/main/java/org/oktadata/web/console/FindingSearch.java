package org.oktadata.web.console;

import org.springframework.util.StringUtils;

/**
 * Which findings a person wants to see; what is empty stands for all, lists have commas.
 *
 * @param text beginning of a subject's id, or part of a title
 */
record FindingSearch(
    String integration,
    String status,
    String severity,
    String kind,
    String check,
    String text,
    Integer page) {

  FindingSearch {
    integration = unset(integration);
    severity = unset(severity);
    kind = unset(kind);
    check = unset(check);
    text = unset(text);
    status = status == null ? "open" : unset(status);
    page = page == null || page < 1 ? 1 : Math.min(page, 2_000);
  }

  private static String unset(String value) {
    return StringUtils.hasText(value) ? value.strip() : null;
  }
}
