package org.oktadata.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A cast of what a document holds fails the whole question where one document holds something else:
 * {@code store.whole}, {@code store.flag} and {@code store.instant} answer null instead.
 */
class BareCastsTest {

  private static final String TYPES =
      "(smallint|int|integer|int[248]|bigint|numeric|decimal|real|double|float\\d?|bool|boolean|date|time|timestamp|timestamptz|interval|uuid|inet|cidr)\\b";

  /** What is taken out of a document as text, perhaps a part of it, and made something else. */
  private static final Pattern BARE =
      Pattern.compile(
          "(?:->>|#>>)\\s*'[^']*'[^:;\\n]{0,20}(?:::text(?:\\[\\])?)?\\)+\\s*::\\s*"
              + TYPES
              + "|\\bcast\\s*\\([^;\\n]{0,60}(?:->>|#>>)[^;\\n]{0,60}\\bas\\s+"
              + TYPES,
          Pattern.CASE_INSENSITIVE);

  /** What these answer may be cast on. */
  private static final Pattern SAFE =
      Pattern.compile("store\\.(whole|flag|instant|address|network)\\((?:[^()]|\\([^()]*\\))*\\)");

  @ParameterizedTest
  @ValueSource(strings = {"checks", "detections"})
  void noRuleCastsWhatADocumentHolds(String folder) throws IOException {
    try (Stream<Path> files = Files.list(Path.of(folder))) {
      List<String> found = new ArrayList<>();
      files
          .filter(file -> file.toString().endsWith(".yaml"))
          .sorted()
          .forEach(file -> add(file.toString(), text(file), found));
      assertThat(found).isEmpty();
    }
  }

  @Test
  void noViewDoes() {
    List<String> found = new ArrayList<>();
    JdbcClient.create(FindingsDatabase.open())
        .sql("select viewname, definition from pg_views where schemaname = 'okta' order by 1")
        .query(
            row -> {
              add("okta." + row.getString(1), row.getString(2), found);
            });
    assertThat(found).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(doc ->> 'priority')::int",
        "coalesce((r.doc #>> '{a,b}') :: boolean, false)",
        "split_part(g ->> 'value', '/', 2)::int",
        "((doc ->> 'at'::text))::timestamp with time zone",
        "cast(doc ->> 'n' as int)"
      })
  void suchACastIsFound(String sql) {
    assertThat(BARE.matcher(sql).find()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "store.whole(doc ->> 'priority')",
        "(doc ->> 'name')::text",
        "count(*)::int, doc ->> 'name'",
        "(doc ->> 'name') || :days::int"
      })
  void othersAreNot(String sql) {
    assertThat(BARE.matcher(sql).find()).isFalse();
  }

  private static void add(String where, String text, List<String> found) {
    String bare = SAFE.matcher(text).replaceAll("safe");
    BARE.matcher(bare).results().forEach(cast -> found.add(where + ": " + cast.group()));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
