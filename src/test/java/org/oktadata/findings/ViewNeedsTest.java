package org.oktadata.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What views read past the views of data types is declared. */
class ViewNeedsTest {

  private static final Pattern LITERAL = Pattern.compile("'([a-z_]+)'");
  private static final Pattern FUNCTION = Pattern.compile("store\\.([a-z_]+)\\s*\\(");

  /** Looked up for a name or a state, or instead of what is needed: a check does without. */
  private static final Map<String, Set<String>> LOOKED_UP =
      Map.of(
          "effective_admins", Set.of("users", "groups"),
          "admin_scopes", Set.of("users", "groups", "apps", "org"),
          "active_factors", Set.of("authenticator_enrollments"),
          "access_paths", Set.of("groups"),
          "app_sign_on_rules", Set.of("groups"),
          "session_rules", Set.of("groups"),
          "findings", Set.of("policy_rules"),
          "freshness", Set.of("events"));

  private final JdbcClient database = JdbcClient.create(FindingsDatabase.open());

  @Test
  void eachViewReadsWhatIsDeclaredAndNothingElse() {
    Map<String, String> functions =
        texts(
            "select proname, string_agg(prosrc, ' ') from pg_proc where pronamespace = 'store'::regnamespace group by 1");
    Map<String, Set<String>> read = new TreeMap<>();
    Map<String, Set<String>> declared = new TreeMap<>();
    texts("select viewname, definition from pg_views where schemaname = 'okta'")
        .forEach(
            (view, text) -> {
              if (Engine.CATALOGUE.lack(view).isPresent()) {
                read.put(view, read(text, functions, new HashSet<>()));
                declared.put(view, new TreeSet<>(ViewNeeds.needed(view)));
                declared.get(view).addAll(LOOKED_UP.getOrDefault(view, Set.of()));
              }
            });
    assertThat(read).containsKeys("effective_admins", "app_usage").isEqualTo(declared);
  }

  /** Data types that the text names, itself or in functions that it calls. */
  private static Set<String> read(String text, Map<String, String> functions, Set<String> looked) {
    Set<String> types =
        LITERAL
            .matcher(text)
            .results()
            .map(literal -> literal.group(1))
            .filter(name -> Engine.CATALOGUE.lack(name).isEmpty())
            .collect(Collectors.toCollection(TreeSet::new));
    if (text.contains("store.event ") || text.contains("store.sign_in_day")) {
      types.add("events");
    }
    FUNCTION
        .matcher(text)
        .results()
        .map(call -> call.group(1))
        .filter(name -> functions.containsKey(name) && looked.add(name))
        .forEach(name -> types.addAll(read(functions.get(name), functions, looked)));
    return types;
  }

  private Map<String, String> texts(String sql) {
    Map<String, String> texts = new HashMap<>();
    database
        .sql(sql)
        .query(
            row -> {
              texts.put(row.getString(1), row.getString(2));
            });
    return texts;
  }
}
