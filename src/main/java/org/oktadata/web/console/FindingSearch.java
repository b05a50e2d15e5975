package org.oktadata.web.console;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.util.StringUtils;

/**
 * Which findings a person wants to see, and how; what is empty stands for all, lists have commas.
 *
 * @param text part of a title or of the subject's name, or the whole of its id
 * @param view {@code rules}: a row for each check or detection; {@code findings}: one each
 * @param sort by what, the worst or newest first
 * @param turned the other way round
 */
record FindingSearch(
    String integration,
    String status,
    String severity,
    String kind,
    String check,
    String text,
    Integer page,
    String view,
    String sort,
    Boolean turned) {

  private static final List<String> VIEWS = List.of("rules", "findings");
  private static final List<String> SORTS =
      List.of("severity", "findings", "last-seen", "first-seen");

  FindingSearch {
    integration = unset(integration);
    severity = unset(severity);
    kind = unset(kind);
    check = unset(check);
    text = unset(text);
    status = status == null ? "open" : unset(status);
    page = page == null || page < 1 ? 1 : Math.min(page, 2_000);
    // Who looks for something, or into a rule, wants the findings themselves.
    view = known(view, VIEWS, check == null && text == null ? "rules" : "findings");
    sort = known(sort, SORTS, "severity");
    turned = Boolean.TRUE.equals(turned);
  }

  /** The same, at another page. */
  FindingSearch at(long number) {
    return new FindingSearch(
        integration, status, severity, kind, check, text, (int) number, view, sort, turned);
  }

  /** A row for each rule. */
  public boolean byRule() {
    return view.equals("rules");
  }

  /** How {@code aria-sort} calls the order of a column, or null where another one sorts. */
  public String order(String column) {
    if (!sort.equals(column)) {
      return null;
    }
    return turned ? "ascending" : "descending";
  }

  /** The address of the same, sorted by a column: once more turns it round. */
  public String sorted(String column) {
    boolean again = sort.equals(column) && !turned;
    return address("/findings", Map.of("sort", column, "turned", again ? "true" : "", "page", ""));
  }

  /** The address of another page of it. */
  public String paged(long number) {
    return address("/findings", Map.of("page", Long.toString(number)));
  }

  /** The address of the same findings in another view. */
  public String viewed(String other) {
    return address("/findings", Map.of("view", other, "page", "", "sort", "", "turned", ""));
  }

  /** The address of the findings of one rule. */
  public String of(String rule) {
    return address(
        "/findings", Map.of("check", rule, "view", "", "page", "", "sort", "", "turned", ""));
  }

  /** The address of the same for a spreadsheet. */
  public String exported() {
    return address("/findings/export.csv", Map.of("view", "", "page", ""));
  }

  /** The address of this page of it. */
  String address() {
    return address("/findings", Map.of());
  }

  private String address(String path, Map<String, String> changes) {
    Map<String, String> values = new TreeMap<>();
    put(values, "integration", integration);
    put(values, "severity", severity);
    put(values, "kind", kind);
    put(values, "check", check);
    put(values, "text", text);
    put(values, "view", view);
    put(values, "sort", sort.equals("severity") ? null : sort);
    put(values, "turned", turned ? "true" : null);
    put(values, "page", page == 1 ? null : page.toString());
    values.putAll(changes);
    values.values().removeIf(String::isEmpty);
    values.put("status", status == null ? "" : status); // Empty stands for all, missing for open.
    return values.entrySet().stream()
        .map(
            each ->
                each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&", path + "?", ""));
  }

  private static void put(Map<String, String> values, String name, String value) {
    if (value != null) {
      values.put(name, value);
    }
  }

  private static String known(String value, List<String> words, String otherwise) {
    return value != null && words.contains(value.strip()) ? value.strip() : otherwise;
  }

  private static String unset(String value) {
    return StringUtils.hasText(value) ? value.strip() : null;
  }
}
