package org.oktadata.web.console;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.oktadata.collect.CallPlan;
import org.oktadata.figures.SummaryCounts;
import org.oktadata.json.JsonText;
import org.oktadata.store.ReadDatabase;
import org.oktadata.store.Timestamps;
import org.springframework.stereotype.Component;

/** The figures that {@link SummaryCounts} keeps, for the pages that show them. */
@Component
public class SummaryReader {

  /** The figures of an integration, by name, and when the oldest of them was counted. */
  record Figures(Map<String, JsonNode> values, Instant at) {

    /** What a collection would cost is known before the first one; people are not. */
    public boolean counted() {
      return values.containsKey("people");
    }

    /** The first of the 30 days of sign-ins. */
    LocalDate firstDay() {
      return LocalDate.ofInstant(at == null ? Instant.now() : at, ZoneOffset.UTC).minusDays(29);
    }
  }

  private final ReadDatabase reading;
  private final ObjectMapper json;

  SummaryReader(ReadDatabase reading, ObjectMapper json) {
    this.reading = reading;
    this.json = json;
  }

  Figures figures(String integration) {
    Map<String, JsonNode> values = new LinkedHashMap<>();
    Instant[] oldest = {null};
    reading
        .sql("select name, value::text as value, at from store.summary where integration = ?")
        .param(integration)
        .query(
            row -> {
              values.put(row.getString("name"), JsonText.read(json, row.getString("value")));
              Instant at = Timestamps.instant(row, "at");
              oldest[0] = oldest[0] == null || at.isBefore(oldest[0]) ? at : oldest[0];
            });
    return new Figures(values, oldest[0]);
  }

  /** What a full collection costs, as last counted. */
  public CallPlan plan(String integration) {
    JsonNode plan = figures(integration).values().get(SummaryCounts.PLAN);
    return plan == null
        ? new CallPlan(0, false, List.of(), null, null, List.of())
        : json.convertValue(plan, CallPlan.class);
  }

  /** What the data types would cost that a full collection leaves out, as last counted. */
  public List<CallPlan.Cost> otherCosts(String integration) {
    JsonNode costs = figures(integration).values().get(SummaryCounts.OTHERS);
    return costs == null
        ? List.of()
        : json.convertValue(costs, new TypeReference<List<CallPlan.Cost>>() {});
  }
}
