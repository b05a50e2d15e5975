package org.oktadata.routes;

import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.oktadata.catalogue.CatalogueLines;
import org.oktadata.catalogue.DataType;
import org.oktadata.yaml.WrongFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Gives every data type a view: those that no migration made get a plain one. Tells SQL which there
 * are.
 */
@Component
class DataTypeViews {

  private static final Logger log = LoggerFactory.getLogger(DataTypeViews.class);

  private final JdbcClient database;

  DataTypeViews(JdbcClient database) {
    this.database = database;
  }

  /**
   * Throws with the line of a data type whose name a view has that shows something else: its rows
   * would be stored and never seen.
   *
   * @param file path of the catalogue, for the message
   */
  void refuseTaken(RouteFiles files, Path file) {
    Map<String, String> definitions = new HashMap<>();
    database
        .sql("select viewname, definition from pg_views where schemaname = 'okta'")
        .query(
            row -> {
              definitions.put(row.getString(1), row.getString(2));
            });
    for (DataType type : files.types().values()) {
      // The System Log has a table of its own.
      if (!type.isLog() && isTaken(type.name(), definitions)) {
        throw new WrongFile(
            file,
            new CatalogueLines(files.catalogue()).of(type.name(), ""),
            "'%s' is the name of a view that shows something else, okta.%s: take another"
                .formatted(type.name(), type.name()));
      }
    }
  }

  /** A view names the data type whose rows it shows, or reads from one that does. */
  private static boolean isTaken(String name, Map<String, String> definitions) {
    String definition = definitions.get(name);
    String named = "'%s'".formatted(name);
    return definition != null
        && !definition.contains(named)
        && Pattern.compile("\\w+")
            .matcher(definition)
            .results()
            .map(word -> definitions.getOrDefault(word.group(), ""))
            .noneMatch(inner -> inner.contains(named));
  }

  void ensure(Collection<DataType> types) {
    Set<String> known =
        new HashSet<>(
            database
                .sql("select table_name from information_schema.views where table_schema = 'okta'")
                .query(String.class)
                .list());
    types.stream().map(DataType::name).filter(name -> !known.contains(name)).forEach(this::create);
  }

  /** Keeps the lines that were taken over: what isn't collected is known from them alone. */
  void remember(Collection<DataType> types) {
    List<DataType> lines = List.copyOf(types);
    try {
      database
          .sql(
              """
              with lines as (
                select * from unnest(cast(:names as text[]), cast(:parents as text[]), cast(:optional as boolean[]), cast(:varies as text[]))
                  l (name, parent, optional, varies)
              ), gone as (
                delete from store.data_type d where not exists (select from lines l where l.name = d.name)
              )
              insert into store.data_type as d (name, parent, optional, varies) select * from lines order by name
              on conflict (name) do update set parent = excluded.parent, optional = excluded.optional, varies = excluded.varies
              where (d.parent, d.optional, d.varies) is distinct from (excluded.parent, excluded.optional, excluded.varies)""")
          .param("names", lines.stream().map(DataType::name).toArray(String[]::new))
          .param("parents", lines.stream().map(DataType::parent).toArray(String[]::new))
          .param("optional", lines.stream().map(DataType::optional).toArray(Boolean[]::new))
          .param(
              "varies",
              lines.stream()
                  .map(type -> String.join(",", type.answer().varies()))
                  .toArray(String[]::new))
          .update();
    } catch (DataAccessException e) {
      log.warn(
          "Routes: okta.freshness shows the data types of before the edit: {}", e.getMessage());
    }
  }

  /** Instances that take over an edit at the same time wait for each other. */
  private void create(String name) {
    database.sql("select store.plain_view(?)::text").param(name).query((row, n) -> name).single();
  }
}
