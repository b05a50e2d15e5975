package org.oktadata.findings;

import java.nio.file.Path;
import java.sql.Types;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.oktadata.integrations.OktaSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rules in use; edits are taken over without a restart. */
@Component
public class RuleLibrary {

  /** How often it is written down that a rule is there; {@link RetiredChecks} relies on it. */
  private static final Duration AGAIN = Duration.ofHours(1);

  private static final Logger log = LoggerFactory.getLogger(RuleLibrary.class);

  private final RuleFolders folders;
  private final FindingSettings settings;
  private final JdbcClient database;
  private volatile Rules rules = Rules.NONE;
  private final Duration again;
  private long fingerprint;
  private long publishedAt;
  private final Map<String, Rule> unpublished = new HashMap<>();
  private final Set<String> refused = new HashSet<>();
  private Set<String> passedOver = Set.of();

  @Autowired
  RuleLibrary(OktaSettings okta, FindingSettings settings, JdbcClient database) {
    this(
        new RuleFolders(
            Path.of(okta.home()).toAbsolutePath().normalize(), okta.checks(), okta.detections()),
        settings,
        database,
        AGAIN);
  }

  RuleLibrary(RuleFolders folders, FindingSettings settings, JdbcClient database, Duration again) {
    this.folders = folders;
    this.settings = settings;
    this.database = database;
    this.again = again;
  }

  /**
   * The rules as the files say now. Whoever asks may be in a transaction, so nothing is written.
   */
  synchronized Rules current() {
    read();
    return rules;
  }

  /** The rules as last read; they are looked at every second anyway. */
  Rules lastRead() {
    return rules == Rules.NONE ? current() : rules;
  }

  /**
   * Reads the folders again if a file was added, changed or removed, and writes down what SQL, the
   * console and the score need of each rule, now and then also that it is still there. Called
   * outside of transactions, again and again: what the database interrupts or refuses is tried the
   * next time.
   */
  public synchronized void refresh() {
    read();
    if (System.nanoTime() - publishedAt > again.toNanos()) {
      unpublished.putAll(rules.byId());
      publishedAt = System.nanoTime();
    }
    Set.copyOf(unpublished.values()).forEach(this::publish);
  }

  private void read() {
    long now = folders.fingerprint();
    if (now == fingerprint) {
      return;
    }
    Set<String> known = problems();
    Set<String> gone = new TreeSet<>(rules.byId().keySet());
    rules = folders.read(rules);
    gone.removeAll(rules.byId().keySet());
    fingerprint = now;
    refused.clear();
    unpublished.clear();
    unpublished.putAll(rules.byId());
    publishedAt = System.nanoTime();
    problems().stream().filter(problem -> !known.contains(problem)).forEach(log::error);
    tellPassedOver();
    log.info(
        "Rules: {} checks and {} detections from {} files, {} with mistakes",
        rules.checks().size(),
        rules.detections().size(),
        rules.byId().size() + rules.broken().size(),
        rules.broken().size());
    if (!gone.isEmpty() && rules.broken().isEmpty()) {
      log.warn(
          "Rules: gone with their files: {}. Findings of checks among them end three hours later, those of detections stay",
          gone);
    }
  }

  /** Each once, as long as it lies there: whoever saved it believes that the rule runs. */
  private void tellPassedOver() {
    Set<String> found = folders.passedOver();
    found.stream()
        .filter(file -> !passedOver.contains(file))
        .forEach(
            file ->
                log.warn(
                    "Rules: {} isn't read: the name of a rule's file ends in .yaml or .yml. Rename it, or keep it elsewhere",
                    file));
    passedOver = found;
  }

  FindingSettings settings() {
    return settings;
  }

  /**
   * Why a rule doesn't run by itself, or null: it may be switched off, or on against its nature.
   */
  String idleReason(Rule rule) {
    return settings.disabled(rule)
        ? settings.reasonOff(rule)
        : settings.enabled(rule) ? null : rule.idleReason();
  }

  /** Mistakes in files, and settings that no rule reads, which would go without saying. */
  private Set<String> problems() {
    if (rules == Rules.NONE) {
      return Set.of();
    }
    Set<String> problems = new TreeSet<>(settings.unread(rules.byId().values()));
    rules.broken().forEach(broken -> problems.add(broken.problem()));
    return problems;
  }

  private void publish(Rule rule) {
    try {
      write(rule);
      unpublished.remove(rule.id());
    } catch (DataIntegrityViolationException e) {
      if (refused.add(rule.id())) {
        log.error(
            "{}: it runs, but no score counts it, because the database refuses what it is called: {}",
            rule.id(),
            e.getMostSpecificCause().getMessage());
      }
    }
  }

  private void write(Rule rule) {
    database
        .sql(
            """
            insert into store.rule as r (id, kind, title, severity, techniques, description, remediation, "references", idle_reason)
            values (:id, :kind, :title, :severity, :techniques, :description, :remediation, :references::jsonb, :idle)
            on conflict (id) do update
            set kind = excluded.kind, title = excluded.title, severity = excluded.severity, techniques = excluded.techniques,
                description = excluded.description, remediation = excluded.remediation, "references" = excluded."references",
                idle_reason = excluded.idle_reason, loaded_at = now()
            where (r.kind, r.title, r.severity, r.techniques, r.description, r.remediation, r."references", r.idle_reason)
                  is distinct from (excluded.kind, excluded.title, excluded.severity, excluded.techniques, excluded.description,
                                    excluded.remediation, excluded."references", excluded.idle_reason)
               or r.loaded_at < now() - interval '5 minutes'""")
        .param("id", rule.id())
        .param("kind", rule.kind())
        .param("title", rule.title())
        .param("severity", rule.severity())
        .param(
            "techniques", rule.references().getOrDefault("mitre", List.of()).toArray(String[]::new))
        .param("description", rule.description())
        .param("remediation", rule.remediation())
        .param("references", Json.of(rule.references()))
        .param("idle", idleReason(rule), Types.VARCHAR)
        .update();
  }
}
