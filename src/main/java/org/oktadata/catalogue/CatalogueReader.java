package org.oktadata.catalogue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.oktadata.integrations.DurationText;
import org.oktadata.integrations.NearestName;
import org.oktadata.yaml.Mistakes;
import org.oktadata.yaml.WrongFile;
import org.oktadata.yaml.YamlFile;
import org.oktadata.yaml.YamlPart;

/** Reads {@code data-types.yaml}; every mistake is reported as file, line and problem. */
public final class CatalogueReader {

  /** What a part that isn't one value, such as a list, is refused with. */
  private static final String ONE = "expected one value, not a list";

  private final Path file;

  /** Of that file, which need not be there yet. */
  public CatalogueReader(Path file) {
    this.file = file;
  }

  /**
   * The data types by name, in the order of the file.
   *
   * @throws WrongFile that names file, line and problem
   */
  public Map<String, DataType> read() {
    List<YamlPart.Entry> lines = entries(YamlPart.withoutAliases(Mistakes.of(file), text()));
    Map<String, DataType> types = new LinkedHashMap<>();
    for (YamlPart.Entry line : lines) {
      String name = line.key().one(ONE);
      if (!name.matches("[a-z][a-z0-9_]*")) {
        throw line.key().wrong("'%s' isn't a snake_case name".formatted(name));
      }
      if (types.put(name, row(name, line.value())) != null) {
        throw line.key().wrong("'%s' is listed twice".formatted(name));
      }
    }
    lines.forEach(line -> requireKnown(types, line.key()));
    return types;
  }

  private String text() {
    try {
      return YamlFile.text(file);
    } catch (IOException e) {
      throw WrongFile.unread(file, e);
    }
  }

  private static DataType row(String name, YamlPart line) {
    Row row = new Row(line);
    DataType type = type(name, row);
    row.refuseOthers();
    if (!type.path().startsWith("/")) {
      throw line.wrong("'%s' needs a path that starts with /".formatted(name));
    }
    if (type.bucket().isEmpty()) {
      throw line.wrong("'%s' needs a bucket, the rate limit its calls count in".formatted(name));
    }
    Placeholders.problem(type)
        .ifPresent(
            problem -> {
              throw line.wrong(problem);
            });
    LineValues.problem(type)
        .ifPresent(
            problem -> {
              throw row.value(problem.column()).wrong(problem.sentence());
            });
    return type;
  }

  private static DataType type(String name, Row row) {
    return new DataType(
        name,
        row.text("template", "pull"),
        row.text("store", "store-page"),
        row.text("path", ""),
        row.list("also"),
        row.list("each"),
        parents(row),
        row.list("after"),
        row.text("bucket", ""),
        row.text("scope", ""),
        row.text("role", ""),
        answer(row),
        row.duration("every"),
        row.text("delta", ""),
        row.text("refers", ""),
        touchedBy(row),
        row.text("single", ""),
        row.text("pipeline", ""),
        row.flag("never-empty"),
        row.flag("optional"));
  }

  private static Parents parents(Row row) {
    return new Parents(
        row.text("parent", ""),
        row.text("where", ""),
        row.text("never", ""),
        row.text("once", ""),
        row.text("order", ""),
        row.text("changed", ""),
        row.text("expected", ""));
  }

  private static TouchedBy touchedBy(Row row) {
    return new TouchedBy(row.list("events"), row.text("target", ""), row.text("child", ""));
  }

  private static Answer answer(Row row) {
    return new Answer(
        row.text("key", "id"),
        row.text("items", ""),
        row.flag("document"),
        row.list("keep"),
        row.list("drop"),
        row.list("varies"),
        row.statuses("absent"));
  }

  private static void requireKnown(Map<String, DataType> types, YamlPart name) {
    DataType type = types.get(name.one(ONE));
    require(types, name, "'%s' has the parent '%s'", type.parent());
    require(types, name, "'%s' refers to '%s'", type.refers());
    type.after().forEach(earlier -> require(types, name, "'%s' comes after '%s'", earlier));
    if (waitsFor(types, type, new HashSet<>()).contains(type.name())) {
      throw name.wrong(
          "'%s' waits for itself, by its parent or what it comes after".formatted(type.name()));
    }
  }

  private static void require(
      Map<String, DataType> types, YamlPart name, String how, String other) {
    if (!other.isEmpty() && !types.containsKey(other)) {
      throw name.wrong(
          how.formatted(name.one(ONE), other)
              + ", which isn't in the catalogue"
              + NearestName.guess(other, types.keySet()));
    }
  }

  private static Set<String> waitsFor(
      Map<String, DataType> types, DataType type, Set<String> found) {
    List<String> earlier = new ArrayList<>(type.after());
    if (type.perParent()) {
      earlier.add(type.parent());
    }
    for (String name : earlier) {
      if (found.add(name) && types.containsKey(name)) {
        waitsFor(types, types.get(name), found);
      }
    }
    return found;
  }

  private static List<YamlPart.Entry> entries(YamlPart part) {
    if (part.isMapping()) {
      return part.entries();
    }
    throw part.wrong("expected name: {column: value, …}");
  }

  /** The columns of one line; those that were asked for are those that there are. */
  private static final class Row {
    private final YamlPart line;
    private final Map<String, YamlPart.Entry> columns = new LinkedHashMap<>();
    private final Set<String> known = new HashSet<>();

    Row(YamlPart line) {
      this.line = line;
      for (YamlPart.Entry column : entries(line)) {
        String name = column.key().one(ONE);
        if (columns.put(name, column) != null) {
          throw column.key().wrong("'%s' is given twice".formatted(name));
        }
      }
    }

    /** Refuses columns that were not asked for. */
    void refuseOthers() {
      columns.forEach(
          (name, column) -> {
            if (!known.contains(name)) {
              throw column
                  .key()
                  .wrong("unknown column '%s'%s".formatted(name, NearestName.guess(name, known)));
            }
          });
    }

    YamlPart value(String column) {
      known.add(column);
      return columns.containsKey(column) ? columns.get(column).value() : line.value(column);
    }

    String text(String column, String otherwise) {
      YamlPart value = value(column);
      return value.isThere() ? value.one(ONE) : otherwise;
    }

    List<String> list(String column) {
      return value(column).list(ONE);
    }

    boolean flag(String column) {
      return value(column).flag(ONE);
    }

    List<Integer> statuses(String column) {
      List<String> values = list(column);
      for (String value : values) {
        if (!value.matches("[45]\\d\\d")) {
          throw value(column).wrong("'%s' isn't a status such as 404".formatted(value));
        }
      }
      return values.stream().map(Integer::valueOf).toList();
    }

    /** The duration, or null where the line names none. */
    Duration duration(String column) {
      YamlPart value = value(column);
      if (!value.isThere()) {
        return null;
      }
      try {
        Duration duration = DurationText.parse(value.one(ONE));
        if (duration.toSeconds() > 0) {
          return duration;
        }
      } catch (IllegalArgumentException e) {
        // told below
      }
      throw value.wrong("'%s' isn't a duration such as 24h".formatted(value.one(ONE)));
    }
  }
}
