package org.oktadata.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a rule hides stays in the events that prove its finding. */
class HiddenEvidenceTest {

  /** From behind a proxy, which other rules look for. */
  private static final Map<String, Object> TYPED =
      Map.of(
          "eventType",
          "user.session.start",
          "securityContext",
          Map.of("isProxy", true),
          "outcome",
          Map.of("result", "FAILURE"),
          "actor",
          Map.of("id", "unknown", "alternateId", "Summer2026!"));

  private final String integration = FindingsDatabase.integration();

  @Test
  void aPasswordTypedAsUserNameIsToldToNobody() {
    Engine engine = new Engine();
    engine.nothingIsUnread();
    new CaseData(engine.database, integration).events(List.of(TYPED));
    engine.follow();
    assertThat(evidence(engine, "password-typed-as-username", "actor")).isEqualTo("•••");
    assertThat(evidence(engine, "sign-in-tried-through-proxy", "actor")).isEqualTo("•••");
    assertThat(
            engine
                .database
                .sql("select count(*) from store.finding f where f::text like '%Summer2026%'")
                .query(Long.class)
                .single())
        .isZero();
  }

  @Test
  void ofSeveralEventsTooAndOfWhatIsNew(@TempDir Path home) throws IOException {
    Files.createDirectories(home.resolve("checks"));
    Files.createDirectories(home.resolve("detections"));
    for (String more :
        List.of(
            "window: 5m\nthreshold: 2\nkeep: {login: actor.alternateId}\nhide: [login]\n",
            "first-time: {value: actor.alternateId, learn: 0s}\nhide: [new]\n")) {
      String id = more.substring(0, more.indexOf(':'));
      Files.writeString(
          home.resolve("detections/" + id + ".yaml"),
          "id: %s\ntitle: T\nseverity: low\ndescription: D\nremediation: R\nsubject: ip\ngroup-by: [client.ipAddress]\nfilter: eventType pr\n%s"
              .formatted(id, more));
    }
    Engine engine = new Engine(home, Map.of());
    engine.nothingIsUnread();
    new CaseData(engine.database, integration).events(List.of(TYPED, TYPED));
    engine.follow();
    assertThat(evidence(engine, "window", "login")).isEqualTo("•••");
    assertThat(evidence(engine, "first-time", "new")).isEqualTo("•••");
  }

  private String evidence(Engine engine, String rule, String name) {
    return engine
        .database
        .sql("select evidence ->> ? from okta.findings where integration = ? and check_id = ?")
        .params(name, integration, rule)
        .query(String.class)
        .single();
  }
}
