package org.oktadata.findings;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;

/**
 * Something that happened to a finding.
 *
 * @param evidence what somebody decided about, as it was then; null where nobody decided
 * @param outcome what it turned out to be where somebody resolved it, as {@link Outcome} has it
 */
public record FindingChange(
    Instant at,
    String change,
    String state,
    String severity,
    String actor,
    String reason,
    @JsonRawValue String evidence,
    String outcome) {}
