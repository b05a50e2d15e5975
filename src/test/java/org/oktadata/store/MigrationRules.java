package org.oktadata.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a migration may do to tables that are large and in use. */
final class MigrationRules {

  private static final String LARGE =
      "store\\.(resource|resource_history|event|event_other|finding|finding_event|finding_change|match|seen_value|identity|request)\\b";

  private static final Pattern INDEX =
      Pattern.compile(
          "create (?:unique )?index (concurrently )?(?:if not exists )?(?:(\\w+) )?on (only )?("
              + LARGE
              + ")");
  private static final Pattern ALTER =
      Pattern.compile("alter table (?:if exists )?(?:only )?" + LARGE + " (.*)");
  private static final Pattern REWRITE =
      Pattern.compile(
          "add (column )?.* default"
              + " .*(random|gen_random_uuid|clock_timestamp|nextval|uuid_generate\\w*|timeofday)\\s*\\(|generated"
              + " (always|by default) as|\\b(small|big)?serial\\b|alter (column )?\\w+ (set data"
              + " )?type\\b|set not null|set (tablespace|logged|unlogged|access method)|add"
              + " (constraint \\w+ )?(check|foreign key)(?!.*not valid)|add (constraint \\w+"
              + " )?(unique|primary key)(?! using index)");
  private static final Pattern WRITES =
      Pattern.compile(
          "(update|delete from|truncate|vacuum full|cluster|lock table|reindex table) (table"
              + " )?(only )?"
              + LARGE
              + ".*");

  private MigrationRules() {}

  /**
   * What is wrong with a script, empty where nothing is.
   *
   * @param outside whether its .conf says executeInTransaction=false
   */
  static List<String> problems(String script, boolean outside) {
    List<String> problems = new ArrayList<>();
    List<String> statements = statements(script);
    boolean concurrent = false;
    for (String each : statements) {
      Matcher index = INDEX.matcher(each);
      Matcher alter = ALTER.matcher(each);
      if (index.lookingAt()) {
        concurrent |= index.group(1) != null;
        index(index, statements, problems);
      } else if (alter.matches() && REWRITE.matcher(alter.group(2)).find()) {
        problems.add("rewrites or reads the whole table while it is closed: " + each);
      } else if (WRITES.matcher(each).matches()) {
        problems.add("touches every row in one transaction: " + each);
      }
    }
    if (concurrent && !outside) {
      problems.add("concurrently needs executeInTransaction=false in a .conf beside the script");
    }
    if (concurrent
        && !statements.stream().allMatch(each -> each.matches(".* index concurrently .*"))) {
      problems.add("outside of a transaction there may be nothing else");
    }
    return problems;
  }

  private static void index(Matcher index, List<String> statements, List<String> problems) {
    boolean events = index.group(4).equals("store.event");
    if (events && index.group(3) == null) {
      problems.add("on store.event an index is declared: create index … on only store.event");
    } else if (!events && index.group(1) == null) {
      problems.add("an index of a large table is built concurrently: " + index.group());
    } else if (!events
        && !statements.contains("drop index concurrently if exists store." + index.group(2))) {
      problems.add("an interrupted build leaves an invalid index: drop it first, if it exists");
    }
  }

  /** Statements in lower case on one line each, without comments and without what quotes hold. */
  private static List<String> statements(String script) {
    // A comment may hold a quote, and a text two dashes; ours hold no dashes.
    String bare =
        script
            .replaceAll("--.*", "")
            .replaceAll("(?s)\\$(\\w*)\\$.*?\\$\\1\\$", "''")
            .replaceAll("'[^']*'", "''")
            .toLowerCase(Locale.ROOT);
    List<String> statements = new ArrayList<>();
    for (String each : bare.split(";")) {
      String line = each.strip().replaceAll("\\s+", " ");
      if (!line.isEmpty()) {
        statements.add(line);
      }
    }
    return statements;
  }
}
