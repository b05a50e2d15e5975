package org.oktadata.findings;

import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Puts the documents and events of a case into the store; what a case leaves out is as usual. */
public final class CaseData {

  private static final Pattern TIME = Pattern.compile("\\{(?:([^\\s{}\"]+) ago|in ([^\\s{}\"]+))}");

  private static final Map<String, Object> USER =
      Map.of(
          "status", "ACTIVE",
          "created", "{400d ago}",
          "activated", "{400d ago}",
          "statusChanged", "{400d ago}",
          "lastLogin", "{1d ago}",
          "passwordChanged", "{20d ago}",
          "profile",
              Map.of(
                  "login", "<id>@example.com", "email", "<id>@example.com", "userType", "Employee"),
          "credentials", Map.of("provider", Map.of("type", "OKTA")));

  private static final Map<String, Object> EVENT =
      Map.of(
          "version", "0",
          "severity", "INFO",
          "displayMessage", "Something happened",
          "outcome", Map.of("result", "SUCCESS"),
          "actor",
              Map.of(
                  "id",
                  "ada",
                  "type",
                  "User",
                  "alternateId",
                  "ada@example.com",
                  "displayName",
                  "Ada"),
          "client",
              Map.of(
                  "ipAddress",
                  "198.51.100.7",
                  "device",
                  "Computer",
                  "userAgent",
                  Map.of(
                      "rawUserAgent",
                      "Mozilla/5.0 (Macintosh)",
                      "os",
                      "Mac OS X",
                      "browser",
                      "CHROME"),
                  "geographicalContext",
                  Map.of(
                      "country",
                      "Germany",
                      "city",
                      "Berlin",
                      "geolocation",
                      Map.of("lat", 52.5, "lon", 13.4))),
          "securityContext", Map.of("asNumber", 3320, "isProxy", false),
          "debugContext", Map.of("debugData", Map.of("requestUri", "/api/v1/authn")));

  private final JdbcClient database;
  private final String integration;
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

  public CaseData(JdbcClient database, String integration) {
    this.database = database;
    this.integration = integration;
  }

  void collected(List<String> types) {
    long run =
        database
            .sql(
                "insert into store.run (integration, mode, status, trigger, finished_at) values (?, 'full', 'SUCCESS', 'test', now()) returning id")
            .param(integration)
            .query(Long.class)
            .single();
    types.forEach(type -> collected(run, type, "SUCCESS"));
  }

  void collected(long run, String type, String status) {
    database
        .sql(
            "insert into store.run_data_type (run_id, data_type, integration, status, finished_at) values (?, ?, ?, ?, now())")
        .params(run, type, integration, status)
        .update();
  }

  void documents(Map<String, List<Map<String, Object>>> data) {
    data.forEach(
        (place, documents) -> {
          if (place.equals("stream_gaps")) {
            documents.forEach(this::gap);
            return;
          }
          if (place.equals("findings")) {
            documents.forEach(this::finding);
            return;
          }
          String[] names = place.split(" of ", 2);
          documents.forEach(doc -> document(names[0], names.length > 1 ? names[1] : "", doc));
        });
  }

  void document(String type, String parent, Map<String, Object> doc) {
    Map<String, Object> whole = type.equals("users") ? merged(USER, doc) : doc;
    String id = String.valueOf(doc.getOrDefault("id", type));
    database
        .sql(
            """
            insert into store.resource (integration, data_type, parent_id, id, doc) values (?, ?, ?, ?, ?::jsonb)
            on conflict (integration, data_type, parent_id, id) do update set doc = excluded.doc, deleted_at = null, changed_at = now()""")
        .params(integration, type, parent, id, timed(Json.of(whole)).replace("<id>", id))
        .update();
  }

  private void finding(Map<String, Object> finding) {
    database
        .sql(
            """
            insert into store.finding (integration, check_id, kind, title, subject_type, subject_id, severity, state)
            values (:integration, :check, :kind, :check, 'user', :subject, :severity, 'open')""")
        .params(finding)
        .param("integration", integration)
        .update();
  }

  /** {@code from} and {@code until} say how long ago. */
  private void gap(Map<String, Object> gap) {
    database
        .sql(
            """
            insert into store.stream_gap (integration, from_at, until_at, reason)
            values (:integration, now() - :from::interval, now() - :until::interval, :reason)""")
        .param("integration", integration)
        .param("from", gap.get("from"))
        .param("until", gap.get("until"), Types.VARCHAR)
        .param("reason", gap.get("reason"))
        .update();
  }

  /** {@code at} says how long ago an event was, {@code times} how often, a second apart. */
  public void events(List<Map<String, Object>> events) {
    for (Map<String, Object> each : events) {
      Map<String, Object> event = new HashMap<>(each);
      Instant published = now.minus(duration(String.valueOf(event.getOrDefault("at", "1m"))));
      int times = (int) event.getOrDefault("times", 1);
      event.remove("at");
      event.remove("times");
      for (int i = 0; i < times; i++) {
        event(merged(EVENT, event), published.plusSeconds(i), i);
      }
    }
  }

  private void event(Map<String, Object> event, Instant published, int number) {
    Map<String, Object> whole = new LinkedHashMap<>(event);
    String uuid = UUID.randomUUID().toString();
    whole.put("uuid", uuid);
    whole.put("published", published.toString());
    database
        .sql(
            """
            insert into store.event (integration, published, uuid, event_type, actor_id, doc, received_via)
            select ?, ?::timestamptz, ?, d ->> 'eventType', d #>> '{actor,id}', d, 'test' from (select ?::jsonb as d) s""")
        .params(
            integration,
            published.toString(),
            uuid,
            timed(Json.of(whole)).replace("<n>", String.valueOf(number)))
        .update();
  }

  List<LogEvent> stored() {
    return database
        .sql(
            """
            select %s from (
              select integration, published, uuid, event_type, doc::text as doc from store.event
              where integration = ? order by seq) e"""
                .formatted(EventTexts.COLUMNS))
        .param(integration)
        .query((row, n) -> new EventTexts(database::sql).event(row))
        .list();
  }

  private String timed(String json) {
    Matcher time = TIME.matcher(json);
    return time.replaceAll(
        found ->
            (found.group(1) != null
                    ? now.minus(duration(found.group(1)))
                    : now.plus(duration(found.group(2))))
                .toString());
  }

  private static Duration duration(String text) {
    return DurationStyle.detectAndParse(text);
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> merged(Map<String, Object> usual, Map<String, Object> own) {
    Map<String, Object> merged = new LinkedHashMap<>(usual);
    own.forEach(
        (key, value) ->
            merged.merge(
                key,
                value == null ? Map.of() : value,
                (before, after) ->
                    value == null
                        ? null
                        : before instanceof Map && after instanceof Map
                            ? merged((Map<String, Object>) before, (Map<String, Object>) after)
                            : after));
    own.forEach(
        (key, value) -> {
          if (value == null) merged.put(key, null);
        });
    return merged;
  }
}
