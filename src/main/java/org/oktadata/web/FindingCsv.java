package org.oktadata.web;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.oktadata.findings.FindingView;

/** Findings as lines of CSV (RFC 4180) that a spreadsheet doesn't take for formulas. */
final class FindingCsv {

  static final String HEADER =
      "id,integration,check,title,kind,severity,state,subjectType,subjectId,firstSeen,lastSeen,resolvedAt,evidence";

  private FindingCsv() {}

  static String row(FindingView finding) {
    return Stream.of(
            finding.id(),
            finding.integration(),
            finding.checkId(),
            finding.title(),
            finding.kind(),
            finding.severity(),
            finding.state(),
            finding.subjectType(),
            finding.subjectId(),
            finding.firstSeen(),
            finding.lastSeen(),
            finding.resolvedAt(),
            finding.evidence())
        .map(FindingCsv::cell)
        .collect(Collectors.joining(","));
  }

  private static String cell(Object value) {
    String text = value == null ? "" : value.toString();
    boolean formula =
        Arrays.asList('=', '+', '-', '@', '\t').contains(text.isEmpty() ? ' ' : text.charAt(0));
    String safe = formula ? "'" + text : text;
    return safe.matches("[^\",\\r\\n]*") ? safe : '"' + safe.replace("\"", "\"\"") + '"';
  }
}
