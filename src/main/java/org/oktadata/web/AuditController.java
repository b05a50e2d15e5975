package org.oktadata.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.oktadata.integrations.WrongSetting;
import org.oktadata.store.ReadDatabase;
import org.oktadata.store.SettledMoment;
import org.oktadata.store.Timestamps;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The audit log for programs that keep a copy of it, oldest first, each line once: what is copied
 * at once nobody takes away here any more.
 */
@RestController
class AuditController {

  /** Microseconds since 1970 of a line, and its number. */
  private static final Pattern CURSOR = Pattern.compile("(\\d{1,17})\\.(\\d{1,18})");

  private final ReadDatabase database;
  private final SettledMoment settled;
  private final ObjectMapper json;

  AuditController(ReadDatabase database, SettledMoment settled, ObjectMapper json) {
    this.database = database;
    this.settled = settled;
    this.json = json;
  }

  /**
   * @param more what exactly was done, or why
   * @param address where the request came from
   * @param findings ids of those that one decision was about
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Line(
      String id,
      Instant at,
      String actor,
      String action,
      String subject,
      String more,
      String address,
      JsonNode findings) {

    String cursor() {
      return ChronoUnit.MICROS.between(Instant.EPOCH, at) + "." + id;
    }
  }

  /**
   * @param next where to go on, now or later; null as long as there is nothing at all
   */
  record Page(List<Line> items, String next) {}

  /** A page; one with fewer lines than asked for is the last for now. */
  @GetMapping("/api/audit")
  Page audit(
      @RequestParam(required = false) String cursor,
      @RequestParam(defaultValue = "100") int limit) {
    Matcher from = CURSOR.matcher(cursor == null || cursor.isBlank() ? "0.0" : cursor);
    if (!from.matches()) {
      throw new WrongSetting("cursor", "must be next of the page before.");
    }
    List<Line> lines =
        database
            .current(
                """
                select id, at, actor, action, subject, detail ->> 'more' as more, detail ->> 'address' as address,
                       detail ->> 'findings' as findings
                from store.audit where (at, id) > (:at, :id) and at < :settled
                order by at, id limit :limit""")
            .param(
                "at",
                Instant.EPOCH
                    .plus(Long.parseLong(from.group(1)), ChronoUnit.MICROS)
                    .atOffset(ZoneOffset.UTC))
            .param("id", Long.parseLong(from.group(2)))
            .param("settled", settled.now().atOffset(ZoneOffset.UTC))
            .param("limit", Math.max(1, Math.min(limit, 1_000)))
            .query(
                (row, n) ->
                    new Line(
                        row.getString("id"),
                        Timestamps.instant(row, "at"),
                        row.getString("actor"),
                        row.getString("action"),
                        row.getString("subject"),
                        row.getString("more"),
                        row.getString("address"),
                        ids(row.getString("findings"))))
            .list();
    return new Page(lines, lines.isEmpty() ? cursor : lines.get(lines.size() - 1).cursor());
  }

  private JsonNode ids(String findings) {
    try {
      return findings == null ? null : json.readTree(findings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
