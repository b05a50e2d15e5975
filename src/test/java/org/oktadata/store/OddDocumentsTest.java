package org.oktadata.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One document with a value of another kind leaves its column empty, and fails no question. */
class OddDocumentsTest {

  private static final Map<String, List<String>> PROPERTIES =
      Map.of(
          "app_groups", List.of("priority"),
          "devices", List.of("profile,registered", "profile,managed"),
          "policies",
              List.of(
                  "priority",
                  "system",
                  "settings,password,complexity,minLength",
                  "settings,password,complexity,excludeUsername",
                  "settings,password,lockout,maxAttempts"),
          "policy_rules",
              List.of(
                  "priority",
                  "system",
                  "actions,signon,requireFactor",
                  "actions,signon,session,maxSessionIdleMinutes",
                  "actions,signon,session,usePersistentCookie"),
          "groups",
              List.of(
                  "_embedded,stats,usersCount",
                  "_embedded,stats,appsCount",
                  "_embedded,stats,hasAdminPrivilege"),
          "user_types", List.of("default"));

  private static HikariDataSource source;

  @BeforeAll
  static void connect() {
    source = StoreServer.pool(StoreServer.newDatabase());
  }

  @AfterAll
  static void close() {
    source.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "\"\"",
        "\"soon\"",
        "1e20",
        "-1.5",
        "[]",
        "{\"a\": 1}",
        "99999999999",
        "\"infinity\""
      })
  void everyViewAnswers(String value) {
    JdbcClient database = JdbcClient.create(source);
    database.sql("delete from store.resource").update();
    PROPERTIES.forEach(
        (type, paths) -> {
          String doc = "{\"type\": \"%s\", \"status\": \"ACTIVE\"}";
          for (String kind : List.of("OKTA_SIGN_ON", "PASSWORD", "ACCESS_POLICY")) {
            insert(database, type, kind, doc.formatted(kind));
            paths.forEach(path -> set(database, type, path, value));
          }
        });
    List<String> views =
        database
            .sql("select viewname from pg_views where schemaname = 'okta' order by 1")
            .query(String.class)
            .list();
    assertThat(views).contains("password_policies", "session_rules", "app_sign_on_rules");
    for (String view : views) {
      database.sql("select * from okta." + view).query().listOfRows();
    }
    assertThat(database.sql("select count(*) from okta.policies").query(Long.class).single())
        .isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "-2147483647, -2147483647", "3.0, 3", "1.5,", "3000000000,", "'',", "x,"})
  void aNumberIsRead(String text, Integer number) {
    assertThat(
            JdbcClient.create(source)
                .sql("select store.whole(?)")
                .param(text)
                .query((row, index) -> row.getObject(1, Integer.class))
                .list())
        .containsExactly(number);
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.0.255, 10.1.0.255",
    "0.0.0.0, 0.0.0.0",
    "10.1.0.256,",
    "10.1.0,",
    "10.1.0.,",
    "10.1.0.1.,",
    "1.2.3.4.5,",
    "01.2.3.4,",
    "2001:db8::1,",
    "'',"
  })
  void anAddressIsRead(String text, String address) {
    assertThat(
            JdbcClient.create(source)
                .sql("select host(store.address(?))")
                .param(text)
                .query((row, index) -> row.getString(1))
                .list())
        .containsExactly(address);
  }

  @Test
  void onlyTrueAndFalseAreFlags() {
    assertThat(
            JdbcClient.create(source)
                .sql(
                    "select string_agg(coalesce(store.flag(v)::text, '-'), ' ' order by n) from unnest(array['true', 'false', '1', 'yes', '', null]) with ordinality t (v, n)")
                .query(String.class)
                .single())
        .isEqualTo("true false - - - -");
  }

  private static void insert(JdbcClient database, String type, String id, String doc) {
    database
        .sql(
            "insert into store.resource (integration, data_type, parent_id, id, doc) values ('acme', ?, ?, ?, cast(? as jsonb))")
        .params(type, type.equals("policy_rules") ? id : "", id, doc)
        .update();
  }

  private static void set(JdbcClient database, String type, String path, String value) {
    String[] names = path.split(",");
    for (int depth = 1; depth < names.length; depth++) {
      database
          .sql(
              "update store.resource set doc = jsonb_set(doc, ?, coalesce(doc #> ?, '{}')) where data_type = ?")
          .params(first(names, depth), first(names, depth), type)
          .update();
    }
    database
        .sql(
            "update store.resource set doc = jsonb_set(doc, ?, cast(? as jsonb)) where data_type = ?")
        .params(names, value, type)
        .update();
  }

  private static String[] first(String[] names, int many) {
    return Arrays.copyOf(names, many);
  }
}
