package org.oktadata.collect;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes {@code docs/catalogue.md} from the catalogue that the routes declare. */
final class CataloguePage {

  static final Path FILE = Path.of("docs", "catalogue.md");
  private static final Path ROUTES = Path.of("routes");
  private static final Pattern QUERY = Pattern.compile("-- (\\w+)\n(select .*);\n");
  private static final Pattern LIMIT = Pattern.compile("[?&]limit=(\\d+)");

  private final Map<String, DataType> types = RouteFiles.read(ROUTES).types();

  /** The first query to try on each view, by data type. */
  static Map<String, String> queries() throws IOException {
    Map<String, String> queries = new LinkedHashMap<>();
    try (var file = CataloguePage.class.getResourceAsStream("/first-queries.sql")) {
      Matcher query = QUERY.matcher(new String(file.readAllBytes(), StandardCharsets.UTF_8));
      while (query.find()) {
        queries.put(query.group(1), query.group(2));
      }
    }
    return queries;
  }

  String text() throws IOException {
    long standard = types.values().stream().filter(type -> !type.optional()).count();
    StringBuilder page =
        new StringBuilder(
            """
            # Catalogue

            Generated from [routes/data-types.yaml](../routes/data-types.yaml); to write it anew after an edit:

            ```
            mvn test -Dtest=CataloguePageTest -Dcatalogue.write=true
            ```

            %d data types. `data-types: managed` collects %d of them, as far as scopes, admin roles and the org allow. Those
            marked *off* cost a call for each user, app or group and are collected only where an integration names them:
            `data-types: [managed, app_grants]`. Each has a view of its name in the schema `okta`, with the columns
            `integration`, `parent_id`, `id`, `doc` and `changed_at`.

            | data type and view | path | calls | scope | admin role |
            |---|---|---|---|---|
            """
                .formatted(types.size(), standard));
    types.values().forEach(type -> page.append(row(type)));
    page.append("\nThe first query to try:\n\n```sql\n");
    Map<String, String> queries = queries();
    for (String name : types.keySet()) {
      page.append("-- ").append(name).append('\n').append(queries.get(name)).append(";\n");
    }
    return page.append("```\n").toString();
  }

  private static String row(DataType type) {
    return "| `%s`%s | `%s` | %s | `%s` | %s |\n"
        .formatted(
            type.name(),
            type.optional() ? " *off*" : "",
            type.path().replace("|", "\\|"),
            calls(type),
            type.scope(),
            type.role());
  }

  private static String calls(DataType type) {
    List<String> parts = new ArrayList<>();
    Matcher limit = LIMIT.matcher(type.path());
    String page = limit.find() ? "one for each %s rows".formatted(limit.group(1)) : "one";
    if (type.perParent()) {
      parts.add(
          "at least one for each of `%s`%s"
              .formatted(type.parent(), type.where().isEmpty() ? "" : " that can have some"));
    } else if (!type.each().isEmpty()) {
      parts.add("one for each of %d values".formatted(type.each().size()));
    } else {
      parts.add(page);
    }
    if (type.pipeline().equals("idx")) {
      parts.add("Identity Engine only");
    }
    return String.join("; ", parts);
  }
}
