package org.oktadata.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.integrations.WrongSetting;
import org.oktadata.store.StoreServer;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

@ExtendWith(OutputCaptureExtension.class)
class RuleLibraryTest {

  private final JdbcClient database =
      JdbcClient.create(
          new DriverManagerDataSource(StoreServer.newDatabase(), "postgres", "postgres"));
  private final RuleLibrary library =
      new RuleLibrary(
          new RuleFolders(Path.of("").toAbsolutePath(), List.of("checks/"), List.of("detections/")),
          new FindingSettings(Map.of(), FindingSettings.FINDINGS_PER_CHECK),
          database,
          Duration.ofHours(1));

  @Test
  void rulesThatTheDatabaseRefusesHinderNoOthersAndArePublishedOnceItTakesThem() {
    database
        .sql(
            """
            alter table store.rule add constraint away check (id not like 'm%') no inherit""")
        .update();
    library.refresh();
    assertThat(published()).isLessThan(library.lastRead().byId().size());
    database.sql("alter table store.rule drop constraint away").update();
    library.refresh();
    assertThat(published()).isEqualTo(library.lastRead().byId().size());
  }

  @Test
  void aRuleThatIsGoneIsNamed(@TempDir Path home, CapturedOutput log) throws IOException {
    for (String id : List.of("one", "two")) {
      Files.writeString(
          home.resolve(id + ".yaml"),
          "id: %s\ntitle: T\nseverity: low\ndescription: D\nremediation: R\nfilter: eventType pr\n"
              .formatted(id));
    }
    RuleLibrary library = library(home);
    library.current();
    Files.move(home.resolve("one.yaml"), home.resolve("renamed.yaml"));
    Files.delete(home.resolve("two.yaml"));
    assertThat(library.current().byId()).containsOnlyKeys("one");
    assertThat(log.getAll().lines().filter(line -> line.contains("gone with their files")))
        .singleElement()
        .asString()
        .contains("Rules: gone with their files: [two]. Findings of checks among them end");
  }

  @Test
  void noFindingsAtAllIsNoNumberOfFindings() {
    assertThatThrownBy(() -> new FindingSettings(Map.of(), 0))
        .isInstanceOfSatisfying(
            WrongSetting.class, wrong -> assertThat(wrong.key()).isEqualTo("findings-per-check"));
  }

  @Test
  void aFileThatLooksLikeARuleAndIsNotReadIsToldOnce(@TempDir Path home, CapturedOutput log)
      throws IOException {
    RuleLibrary library = library(home);
    for (String name : List.of("README.md", ".a.yaml.txt", "b.yaml~", "c.yaml.bak")) {
      Files.writeString(home.resolve(name), "");
    }
    library.current();
    assertThat(log.getAll()).doesNotContain("isn't read");
    for (String name : List.of("one.yaml.txt", "two.json", "three.YAML")) {
      Files.writeString(home.resolve(name), "");
      library.current();
    }
    assertThat(log.getAll().lines().filter(line -> line.contains("isn't read")))
        .hasSize(3)
        .allMatch(line -> line.contains("the name of a rule's file ends in .yaml or .yml"))
        .anyMatch(line -> line.contains("Rules: one.yaml.txt isn't read"));
  }

  @Test
  void thatARuleIsStillThereIsWrittenDownAgainAndAgain(@TempDir Path home) throws IOException {
    Files.writeString(
        home.resolve("one.yaml"),
        "id: one\ntitle: T\nseverity: low\ndescription: D\nremediation: R\nfilter: eventType pr\n");
    RuleLibrary library = library(home);
    library.refresh();
    database.sql("update store.rule set loaded_at = loaded_at - interval '2 hours'").update();
    library.refresh();
    assertThat(
            database
                .sql("select min(loaded_at) > now() - interval '1 hour' from store.rule")
                .query(Boolean.class)
                .single())
        .isTrue();
  }

  @Test
  void aSettingIsFoundHoweverItIsSpelt() {
    FindingSettings settings =
        bound(
            new SystemEnvironmentPropertySource(
                "systemEnvironment",
                Map.of(
                    "OKTA_CHECKSETTINGS_USER_INACTIVE_DAYS", "30",
                    "OKTA_CHECKSETTINGS_USERSTUCK_ENABLED", "false",
                    "OKTA_CHECKSETTINGS_ADMIN_INACTIVE_DAYS", "")),
            new MapPropertySource(
                "file",
                Map.of(
                    "okta.check-settings.user-inactive.days", "60",
                    "okta.check-settings.user-inactive.names", "",
                    "okta.check-settings.admin-inactive.days", "70")));
    assertThat(settings.value("user-inactive", "days"))
        .as("of the source that counts")
        .isEqualTo("30");
    assertThat(settings.value("admin-inactive", "days")).as("empty is unset").isEqualTo("70");
    assertThat(settings.value("user-stuck", "enabled")).isEqualTo("false");
    assertThat(settings.value("user-inactive", "names")).as("a text may be empty").isEmpty();
    assertThat(settings.value("user-inactive", "hours")).isNull();
    assertThat(settings.unread(library.current().byId().values())).isEmpty();
  }

  @Test
  void sqlShowsWhatWasLookedForAlsoWhereNothingWasFound() {
    database
        .sql(
            """
            insert into store.integration (name, display_name, issuer, client_id, credentials, managed_by)
            values ('acme', 'Acme', 'https://acme.okta.com', 'client', 'sealed', 'api');
            insert into store.rule (id, kind, title, severity, loaded_at) values ('gone', 'posture', 'Gone', 'low', now() - interval '4 hours');
            insert into store.check_state (integration, check_id, state, fingerprint, passed_at, failing)
            values ('acme', 'user-without-mfa', 'active', 'f', '2026-03-01Z', 0)""")
        .update();
    library.refresh();
    assertThat(checks("count(*)::text", "true"))
        .containsExactly(String.valueOf(library.lastRead().byId().size()));
    assertThat(
            checks(
                "concat_ws(' ', state, evaluated_at at time zone 'UTC', failing, open_findings, c.references -> 'check', description <> '')",
                "id = 'user-without-mfa'"))
        .containsExactly("active 2026-03-01 00:00:00 0 0 [\"OKTA-MFA-08\"] t");
    assertThat(checks("state || ' ' || reason", "id = 'user-inactive'"))
        .containsExactly("not-evaluated Nothing was collected yet.");
    assertThat(checks("distinct state", "reason like 'Manual: %' or reason like 'A hunt%'"))
        .containsExactly("not-evaluated");
  }

  private List<String> checks(String columns, String where) {
    return database
        .sql("select %s from okta.checks c where %s".formatted(columns, where))
        .query(String.class)
        .list();
  }

  @Test
  void whatNoRuleReadsIsToldOnce(CapturedOutput log) {
    FindingSettings settings =
        bound(
            new MapPropertySource(
                "file",
                Map.of(
                    "okta.check-settings.user-inactive.dayz", "60",
                    "okta.check-settings.user-inactve.days", "60",
                    "okta.check-settings.user-inactive.enabled", "true")));
    RuleLibrary library =
        new RuleLibrary(
            new RuleFolders(Path.of("").toAbsolutePath(), List.of("checks/"), List.of()),
            settings,
            database,
            Duration.ofHours(1));
    library.current();
    library.current();
    assertThat(log.getAll().lines().filter(line -> line.contains("okta.check-settings")))
        .hasSize(2)
        .anyMatch(
            line ->
                line.endsWith(
                    "okta.check-settings.user-inactive.dayz: rule user-inactive has no such setting; it has days, enabled"))
        .anyMatch(
            line ->
                line.endsWith(
                    "okta.check-settings.user-inactve.days: no rule of that id was read"));
  }

  /** As the application binds them, the sources that count more before the others. */
  private static FindingSettings bound(PropertySource<?>... sources) {
    MutablePropertySources all = new MutablePropertySources();
    List.of(sources).forEach(all::addLast);
    return new Binder(ConfigurationPropertySources.from(all))
        .bind("okta", Bindable.of(FindingSettings.class))
        .get();
  }

  private int published() {
    return database.sql("select count(*) from store.rule").query(Integer.class).single();
  }

  /** Of the detections in that folder, looked at anew each time. */
  private RuleLibrary library(Path home) {
    return new RuleLibrary(
        new RuleFolders(home, List.of(), List.of(".")),
        new FindingSettings(Map.of(), FindingSettings.FINDINGS_PER_CHECK),
        database,
        Duration.ZERO);
  }
}
