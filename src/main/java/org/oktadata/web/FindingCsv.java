package org.oktadata.web;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.oktadata.findings.FindingView;

/** Findings as lines of CSV (RFC 4180). */
final class FindingCsv {

  static final String HEADER =
      "id,integration,check,title,kind,severity,state,subjectType,subjectId,firstSeen,lastSeen,resolvedAt,evidence,subjectName,reason,until,link,changedAt";

  private FindingCsv() {}

  static String row(FindingView finding, String link) {
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
            finding.evidence(),
            finding.subjectName(),
            finding.stateReason(),
            finding.stateUntil(),
            link,
            finding.changedAt())
        .map(CsvCell::of)
        .collect(Collectors.joining(","));
  }
}
