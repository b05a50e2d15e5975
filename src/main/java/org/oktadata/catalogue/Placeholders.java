package org.oktadata.catalogue;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands in braces in the paths of a data type. What is never filled in would be asked of Okta
 * as it stands, whose 404 reads as if each parent were gone.
 */
final class Placeholders {

  private static final Pattern BRACES = Pattern.compile("\\{([^{}]*)}");
  private static final Pattern COLUMN = Pattern.compile("(?!since$|each$)[a-z_]+");

  private Placeholders() {}

  /** The first that is never filled in, in a sentence. */
  static Optional<String> problem(DataType type) {
    Optional<String> list =
        type.perParent()
            ? unfilled(type.path(), List.of(), true)
                .map("'%s' isn't a column of a parent's view, such as {id}"::formatted)
            : unfilled(
                    type.path(),
                    type.each().isEmpty() ? List.of("since") : List.of("since", "each"),
                    false)
                .map(
                    "'%s' is filled in from a parent or from each, and the line has none"
                        ::formatted);
    Optional<String> further =
        type.also().stream()
            .flatMap(path -> unfilled(path, List.of("since"), false).stream())
            .findFirst()
            .map("'%s' in also is never filled in"::formatted);
    Optional<String> delta =
        unfilled(type.delta(), List.of("since"), false)
            .map("'%s' in delta isn't {since}"::formatted);
    Optional<String> single =
        unfilled(type.single(), List.of("id", "child"), type.perParent())
            .map("'%s' in single isn't {id}"::formatted);
    return list.or(() -> further).or(() -> delta).or(() -> single).or(() -> same(type));
  }

  /** A path that is the same for each parent or value: one list would be read over and over. */
  private static Optional<String> same(DataType type) {
    if (type.perParent() && !BRACES.matcher(type.path()).find()) {
      return Optional.of(
          "'%s' is read for each row of %s, and its path is the same for all: say where the row's id belongs, as /api/v1/users/{id}/factors does"
              .formatted(type.name(), type.parents().dataType()));
    }
    return !type.each().isEmpty() && !type.path().contains("{each}")
        ? Optional.of(
            "'%s' is read for each value of each, and its path is the same for all: say where the value belongs, as /api/v1/policies?type={each} does"
                .formatted(type.name()))
        : Optional.empty();
  }

  private static Optional<String> unfilled(String path, List<String> known, boolean columns) {
    for (Matcher each = BRACES.matcher(path); each.find(); ) {
      String name = each.group(1);
      if (!known.contains(name) && !(columns && COLUMN.matcher(name).matches())) {
        return Optional.of(each.group());
      }
    }
    return Optional.empty();
  }
}
