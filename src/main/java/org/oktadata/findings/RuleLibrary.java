package org.oktadata.findings;

import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.oktadata.integrations.OktaSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rules in use; edits are taken over without a restart. */
@Component
public class RuleLibrary {

  private static final Logger log = LoggerFactory.getLogger(RuleLibrary.class);

  private final RuleFolders folders;
  private final FindingSettings settings;
  private final JdbcClient database;
  private volatile Rules rules = Rules.NONE;
  private long fingerprint;
  private boolean published;

  @Autowired
  RuleLibrary(OktaSettings okta, FindingSettings settings, JdbcClient database) {
    this(
        new RuleFolders(
            Path.of(okta.home()).toAbsolutePath().normalize(), okta.checks(), okta.detections()),
        settings,
        database);
  }

  RuleLibrary(RuleFolders folders, FindingSettings settings, JdbcClient database) {
    this.folders = folders;
    this.settings = settings;
    this.database = database;
  }

  /** The rules as the files say now. */
  synchronized Rules current() {
    refresh();
    return rules;
  }

  /** The rules as last read; they are looked at every second anyway. */
  Rules lastRead() {
    return rules == Rules.NONE ? current() : rules;
  }

  /** Reads the folders again if a file was added, changed or removed. */
  public synchronized void refresh() {
    long now = folders.fingerprint();
    if (now != fingerprint) {
      read(now);
    }
    // Apart from reading: the database may be away in the midst of it, and then it's done again.
    if (!published) {
      rules.byId().values().forEach(this::publish);
      published = true;
    }
  }

  private void read(long now) {
    Set<String> known = problems(rules);
    rules = folders.read();
    fingerprint = now;
    published = false;
    problems(rules).stream().filter(problem -> !known.contains(problem)).forEach(log::error);
    log.info(
        "Rules: {} checks and {} detections from {} files, {} with mistakes",
        rules.checks().size(),
        rules.detections().size(),
        rules.byId().size() + rules.broken().size(),
        rules.broken().size());
  }

  FindingSettings settings() {
    return settings;
  }

  private static Set<String> problems(Rules rules) {
    return rules.broken().stream().map(Throwable::getMessage).collect(Collectors.toSet());
  }

  private void publish(Rule rule) {
    database
        .sql(
            """
            insert into store.rule (id, kind, title, severity, techniques)
            values (:id, :kind, :title, :severity, string_to_array(:techniques, ','))
            on conflict (id) do update
            set kind = excluded.kind, title = excluded.title, severity = excluded.severity,
                techniques = excluded.techniques, loaded_at = now()
            where (store.rule.kind, store.rule.title, store.rule.severity, store.rule.techniques)
                  is distinct from (excluded.kind, excluded.title, excluded.severity, excluded.techniques)""")
        .param("id", rule.id())
        .param("kind", rule.kind())
        .param("title", rule.title())
        .param("severity", rule.severity())
        .param(
            "techniques",
            String.join(",", rule.references().getOrDefault("mitre", java.util.List.of())))
        .update();
  }
}
