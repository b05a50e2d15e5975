package org.oktadata.catalogue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Writes {@code docs/columns.md} from the comments in a database. */
final class ColumnsPage {

  static final Path FILE = Path.of("docs", "columns.md");

  private static final String HEAD =
      """
      # Columns

      Generated from the comments in the database, which `\\d+ okta.users` shows in psql, too; to write it anew after an edit of
      [R__column_texts.sql](../src/main/resources/db/migration/R__column_texts.sql) or a view:

      ```
      mvn test -Dtest=ColumnsPageTest -Dcatalogue.write=true
      ```

      *Okta's clock* are times that Okta wrote, *our clock* those of the database. What a view's rows are for, with a first query each, is in the
      [catalogue](catalogue.md).
      """;

  private final JdbcClient database;

  ColumnsPage(JdbcClient database) {
    this.database = database;
  }

  /** A view with what it shows. */
  record View(String name, boolean plain, String words) {}

  String text() {
    List<View> views =
        database
            .sql(
                """
                select relname as name, store.is_plain_view(oid) as plain, obj_description(oid) as words
                from pg_class where relnamespace = 'okta'::regnamespace and relkind = 'v' order by relname""")
            .query(View.class)
            .list();
    List<View> plain = views.stream().filter(View::plain).toList();
    StringBuilder page = new StringBuilder(HEAD);
    for (View view : views) {
      if (!view.plain()) {
        page.append("\n## ").append(view.name()).append("\n\n");
        page.append(sentence(view.words())).append('\n').append(columns(view.name()));
      }
    }
    page.append(
        "\n## Views of all other data types\n\nThese have the same columns, each with what Okta says there: ");
    page.append(plain.stream().map(v -> "`" + v.name() + "`").collect(Collectors.joining(", ")));
    page.append(".\n").append(columns(plain.get(0).name()));
    page.append("\n## Functions\n\n| function | columns |\n|---|---|\n");
    return page.append(functions()).toString();
  }

  private String columns(String view) {
    return "\n| column | type | |\n|---|---|---|\n"
        + String.join(
            "",
            database
                .sql(
                    """
                    select format('| `%s` | %s | %s |', a.attname, replace(format_type(a.atttypid, a.atttypmod), 'timestamp with time zone', 'timestamptz'),
                                  replace(col_description(a.attrelid, a.attnum), '|', '\\|')) || E'\\n'
                    from pg_attribute a where a.attrelid = format('okta.%I', ?::text)::regclass and a.attnum > 0 order by a.attnum""")
                .param(view)
                .query(String.class)
                .list());
  }

  private String functions() {
    return String.join(
        "",
        database
            .sql(
                """
                select format('| `okta.%s(%s)` | %s |', p.proname,
                              (select string_agg(n, ', ' order by i) from unnest(p.proargnames, p.proargmodes) with ordinality a (n, m, i) where m = 'i'),
                              (select string_agg('`' || n || '`', ', ' order by i) from unnest(p.proargnames, p.proargmodes) with ordinality a (n, m, i) where m = 't'))
                       || E'\\n'
                from pg_proc p where p.pronamespace = 'okta'::regnamespace and p.proargmodes is not null order by p.proname""")
            .query(String.class)
            .list());
  }

  private static String sentence(String words) {
    return words.substring(0, 1).toUpperCase() + words.substring(1) + ".";
  }
}
