package org.oktadata.catalogue;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What can't be meant in the columns of a data type, although each could be read: it would be left
 * out in every org, have rows without content, or ask for what is never granted.
 */
final class LineValues {

  private static final Set<String> PIPELINES = Set.of("", "idx", "v1");

  /** Its scopes could change the org, and are never asked for. */
  private static final String WRITING = ".manage";

  /** What all of Okta's scopes that read end in. */
  private static final String READING = ".read";

  private LineValues() {}

  /**
   * A mistake.
   *
   * @param column where it stands
   * @param sentence what is wrong, and what to write
   */
  record Problem(String column, String sentence) {}

  /** The first mistake. */
  static Optional<Problem> problem(DataType type) {
    return pipeline(type)
        .or(() -> scope(type))
        .or(() -> EachValues.problem(type).flatMap(sentence -> told("each", sentence)))
        .or(() -> keep(type))
        .or(() -> child(type))
        .or(() -> parentless(type));
  }

  private static Optional<Problem> pipeline(DataType type) {
    return PIPELINES.contains(type.pipeline())
        ? Optional.empty()
        : told("pipeline", "'%s' isn't idx or v1".formatted(type.pipeline()));
  }

  private static Optional<Problem> scope(DataType type) {
    if (type.scope().startsWith("okta.")
        && !type.scope().endsWith(READING)
        && !type.scope().endsWith(WRITING)) {
      return told(
          "scope",
          "'%s' isn't a scope that reads, as 'okta.users.read' is: Okta would refuse it, and the data type be left out"
              .formatted(type.scope()));
    }
    return type.scope().endsWith(WRITING)
        ? told(
            "scope",
            "'%s' lets write, and is never asked for: write the one that reads, %s"
                .formatted(type.scope(), type.scope().replaceFirst("[.]manage$", ".read")))
        : Optional.empty();
  }

  private static Optional<Problem> keep(DataType type) {
    return type.answer().keep().stream()
        .filter(name -> name.contains("."))
        .findFirst()
        .flatMap(
            path ->
                told(
                    "keep",
                    "'%s' is within a property, and whole ones are kept: keep %s, and drop what is too much of it"
                        .formatted(path, path.substring(0, path.indexOf('.')))));
  }

  private static Optional<Problem> child(DataType type) {
    boolean byChild = type.single().contains("{child}");
    if (type.touched().child().isEmpty()) {
      return byChild
          ? told("single", "'{child}' is filled in from an event, and the line has no child")
          : Optional.empty();
    }
    return byChild
        ? Optional.empty()
        : told("child", "it needs single, the path that reads one row by {child}");
  }

  /** SQL over the rows of a parent's view. */
  private static Optional<Problem> parentless(DataType type) {
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put("where", type.parents().where());
    columns.put("never", type.parents().never());
    columns.put("once", type.parents().once());
    columns.put("order", type.parents().order());
    columns.put("changed", type.parents().changed());
    columns.put("expected", type.parents().expected());
    columns.put("child", type.touched().child());
    return type.perParent()
        ? Optional.empty()
        : columns.entrySet().stream()
            .filter(column -> !column.getValue().isEmpty())
            .findFirst()
            .flatMap(
                column ->
                    told(
                        column.getKey(),
                        "'%s' is about a parent's rows, and the line has no parent"
                            .formatted(column.getKey())));
  }

  private static Optional<Problem> told(String column, String sentence) {
    return Optional.of(new Problem(column, sentence));
  }
}
