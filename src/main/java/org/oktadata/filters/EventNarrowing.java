package org.oktadata.filters;

import com.unboundid.scim2.common.filters.Filter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An SQL condition that holds for every event a filter matches, and for some more: it lets the
 * database leave most events out, and {@link EventCondition} decides. Parts that can't be said
 * safely in SQL are left out.
 */
final class EventNarrowing {

  /**
   * Names are compared without regard to case, but paths in the database with it. Numbers and truth
   * values aren't here: a text may equal them, which a pattern can't see.
   */
  private static final Map<String, String> NAMES =
      Stream.of(
              "actor alternateId displayName type id client userAgent rawUserAgent os browser zone device"
                  .split(" "),
              "ipAddress geographicalContext city state country postalCode outcome result reason target"
                  .split(" "),
              "severity eventType displayMessage transaction authenticationContext externalSessionId"
                  .split(" "),
              "securityContext asOrg isp domain uuid".split(" "))
          .flatMap(Stream::of)
          .collect(Collectors.toMap(name -> name.toLowerCase(Locale.ROOT), Function.identity()));

  /** What {@link EventPath} takes for a longer path. */
  private static final Set<String> SHORT = Set.of("result", "reason");

  private EventNarrowing() {}

  /** The condition on {@code e.doc}, or {@code true}. */
  static String of(Filter filter) {
    String condition = narrow(filter);
    return condition == null ? "true" : condition;
  }

  private static String narrow(Filter filter) {
    return switch (filter.getFilterType()) {
      case AND -> join(filter, " and ", false);
      case OR -> join(filter, " or ", true);
      case EQUAL -> text(filter, "^", "$");
      case STARTS_WITH -> text(filter, "^", "");
      case ENDS_WITH -> text(filter, "", "$");
      case CONTAINS -> text(filter, "", "");
      default -> null;
    };
  }

  private static String join(Filter filter, String word, boolean all) {
    List<String> parts = filter.getCombinedFilters().stream().map(EventNarrowing::narrow).toList();
    List<String> known = parts.stream().filter(Objects::nonNull).toList();
    boolean lost = known.isEmpty() || (all && known.size() < parts.size());
    return lost ? null : "(" + String.join(word, known) + ")";
  }

  private static String text(Filter filter, String before, String after) {
    String path = filter.getAttributePath().toString();
    if (!filter.getComparisonValue().isTextual()
        || !path.matches("[A-Za-z.]+")
        || SHORT.contains(path)) {
      return null;
    }
    String value = filter.getComparisonValue().asText();
    StringBuilder place = new StringBuilder("$");
    for (String step : path.split("\\.")) {
      String name = NAMES.get(step.toLowerCase(Locale.ROOT));
      if (name == null) {
        return null;
      }
      place.append('.').append(name);
    }
    if (!value.matches("[ -~]*")) {
      return null;
    }
    String pattern = before + value.replaceAll("([^A-Za-z0-9 ])", "\\\\$1") + after;
    String literal = pattern.replace("\\", "\\\\").replace("\"", "\\\"");
    return "jsonb_path_exists(e.doc, '%s ? (@ like_regex \"%s\" flag \"i\")')"
        .formatted(place, literal.replace("'", "''"));
  }
}
