package org.oktadata.web.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.oktadata.web.CsvCell;

/** Figures as CSV (RFC 4180). */
final class CsvTable {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();

  private CsvTable() {}

  /** Names and numbers. */
  static String of(Map<String, Long> figures) {
    StringBuilder csv = new StringBuilder("name,number\r\n");
    figures.forEach(
        (name, number) -> csv.append(CsvCell.of(name)).append(',').append(number).append("\r\n"));
    return csv.toString();
  }

  /** Records: their components are the head. */
  static String of(List<? extends Record> rows) {
    return of(JSON.valueToTree(rows), null);
  }

  /** A list of objects has their names as its head; an object has a line each member. */
  static String of(JsonNode figures, String part) {
    JsonNode chosen = part == null ? figures : figures.path(part);
    StringBuilder csv = new StringBuilder();
    if (chosen.isArray()) {
      List<String> head = new ArrayList<>();
      if (!chosen.isEmpty()) {
        JsonNode first = chosen.get(0);
        first.fieldNames().forEachRemaining(head::add);
        head.sort(
            Comparator.comparing(name -> first.path(name).isNumber())); // What, then how many.
      }
      csv.append(String.join(",", head)).append("\r\n");
      for (JsonNode row : chosen) {
        csv.append(
                String.join(
                    ",", head.stream().map(name -> CsvCell.of(row.path(name).asText(""))).toList()))
            .append("\r\n");
      }
    } else {
      csv.append("name,number\r\n");
      chosen
          .properties()
          .forEach(
              each ->
                  csv.append(CsvCell.of(each.getKey()))
                      .append(',')
                      .append(CsvCell.of(each.getValue().asText()))
                      .append("\r\n"));
    }
    return csv.toString();
  }

  /** One line, with its end. */
  static String row(Object... values) {
    return Arrays.stream(values).map(CsvCell::of).collect(Collectors.joining(",", "", "\r\n"));
  }
}
