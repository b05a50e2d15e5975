package org.oktadata.collect;

import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.oktadata.catalogue.CatalogueLines;
import org.oktadata.catalogue.DataType;
import org.oktadata.store.SqlProblem;
import org.oktadata.store.SqlState;
import org.oktadata.yaml.WrongFile;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Has the database plan every statement that SQL of the catalogue becomes a part of, so that a
 * misspelt column is told with its line when it is loaded, and not by a run hours later. Nothing is
 * executed, and nothing could be written.
 */
@Component
public class LineTrial {

  private static final String EACH_PARENT =
      "select from okta.%s v where v.integration = :integration and cast(:since as timestamptz) is not null";

  private final JdbcClient database;
  private final Drift drift;
  private final TransactionTemplate readOnly;

  LineTrial(JdbcClient database, Drift drift, TransactionTemplate transaction) {
    this.database = database;
    this.drift = drift;
    this.readOnly =
        new TransactionTemplate(Objects.requireNonNull(transaction.getTransactionManager()));
    readOnly.setReadOnly(true);
  }

  /**
   * Tries all lines whose views are there.
   *
   * @param catalogue text that the data types were read from
   * @param file path of the catalogue, for the message
   * @throws WrongFile that names line, column and what the database has against it
   */
  public void run(Collection<DataType> types, String catalogue, Path file) {
    for (DataType type : types) {
      if (type.perParent()) {
        run(type, catalogue, file);
      }
    }
  }

  /** Only what plans knows since when; what ends a pull or a verification doesn't. */
  private void run(DataType type, String catalogue, Path file) {
    Map<String, Object> parameters = drift.parameters(0, "", type);
    Map<String, Object> withSince = new HashMap<>(parameters);
    withSince.put("since", Timestamp.from(Instant.EPOCH));
    problem(planning(type), withSince)
        .or(() -> problem(ending(type), parameters))
        .ifPresent(
            problem -> {
              CatalogueLines lines = new CatalogueLines(catalogue);
              throw columns(type).entrySet().stream()
                  .flatMap(column -> wrong(column, type, withSince, lines, file).stream())
                  .findFirst()
                  .orElseGet(
                      () ->
                          new WrongFile(
                              file,
                              lines.of(type.name(), ""),
                              "the SQL of '%s': %s".formatted(type.name(), problem)));
            });
  }

  /** A column that is refused alone is to blame; else it is how they stand together. */
  private Optional<WrongFile> wrong(
      Map.Entry<String, String> column,
      DataType type,
      Map<String, Object> parameters,
      CatalogueLines lines,
      Path file) {
    return problem(List.of(column.getValue()), parameters)
        .map(
            problem ->
                new WrongFile(
                    file,
                    lines.of(type.name(), column.getKey()),
                    "%s of '%s': %s".formatted(column.getKey(), type.name(), problem)));
  }

  private Optional<String> problem(List<String> statements, Map<String, Object> parameters) {
    return statements.stream().flatMap(sql -> problem(sql, parameters).stream()).findFirst();
  }

  /** What the database has against a statement. */
  private Optional<String> problem(String sql, Map<String, Object> parameters) {
    try {
      readOnly.executeWithoutResult(
          status -> database.sql("explain " + sql).params(parameters).query(String.class).list());
      return Optional.empty();
    } catch (DataAccessException e) {
      if (SqlProblem.isTheStatements(e) || SqlState.READ_ONLY.is(e)) {
        return Optional.of(SqlProblem.of(e));
      }
      throw e;
    }
  }

  private static List<String> planning(DataType type) {
    List<String> statements = new ArrayList<>();
    statements.add(ParentPlan.ofParents(type, false));
    statements.add(ParentPlan.countOfParents(type));
    statements.add(ParentPlan.ofTouched(type));
    statements.add(Sample.ofParents(type));
    if (!type.touched().child().isEmpty()) {
      statements.add(ParentPlan.ofTouchedRows(type));
    }
    if (!type.parents().changed().isEmpty()) {
      statements.add(ParentPlan.ofParents(type, true));
    }
    return statements;
  }

  private List<String> ending(DataType type) {
    return type.parents().changed().isEmpty()
        ? List.of(Sweep.ofChildren(type))
        : List.of(Sweep.ofChildren(type), drift.statement(type));
  }

  /** Each column that is SQL, or becomes SQL, in a statement of its own. */
  private static Map<String, String> columns(DataType type) {
    String parents = EACH_PARENT.formatted(type.parent());
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put("parent", parents);
    columns.put("path", parents + " and " + ParentPlan.path(type.path()) + " <> ''");
    add(columns, "where", type.parents().where(), parents + " and (%s)");
    add(columns, "never", type.parents().never(), parents + " and (%s)");
    add(columns, "once", type.parents().once(), parents + " and (%s)");
    add(columns, "changed", type.parents().changed(), parents + " and (%s)");
    add(columns, "order", type.parents().order(), parents + " order by %s, v.id");
    add(
        columns,
        "expected",
        type.parents().expected(),
        "insert into store.request (run_id, data_type, request, position, path, expected) "
            + parents.replaceFirst("select", "select :run, :type, '', 0, '', %s"));
    return columns;
  }

  private static void add(Map<String, String> columns, String name, String sql, String statement) {
    if (!sql.isEmpty()) {
      columns.put(name, statement.replace("%s", sql));
    }
  }
}
