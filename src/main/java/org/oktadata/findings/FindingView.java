package org.oktadata.findings;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;

/**
 * A finding as it is shown.
 *
 * @param silenceLater whether the decision about a detection also holds for what happened after it
 * @param stateOutcome what it turned out to be where somebody resolved it, as {@link Outcome} has
 *     it
 * @param subjectName what people call the subject, such as a login; null where no list knows it
 * @param exclusionId what holds it accepted, or null
 * @param changedAt when anything of it last changed
 */
public record FindingView(
    String id,
    String integration,
    String checkId,
    String title,
    String kind,
    String severity,
    String state,
    String subjectType,
    String subjectId,
    @JsonRawValue String evidence,
    Instant firstSeen,
    Instant lastSeen,
    Instant resolvedAt,
    String stateReason,
    String stateActor,
    Instant stateUntil,
    boolean silenceLater,
    String stateOutcome,
    String subjectName,
    String exclusionId,
    Instant changedAt) {}
