package org.oktadata.findings;

import java.time.Instant;

/**
 * Something that is left out of a check or detection.
 *
 * @param integration null for each
 * @param subjectType as findings have it; a group stands for the users in it, too
 * @param subjectName what people call it; null where no list knows it
 * @param until when it ends by itself, or null
 * @param active whether it holds now
 * @param endedAt when somebody ended it, or null
 * @param findings how many it holds accepted now
 */
public record Exclusion(
    String id,
    String integration,
    String checkId,
    String subjectType,
    String subjectId,
    String subjectName,
    String reason,
    String createdBy,
    Instant createdAt,
    Instant until,
    boolean active,
    Instant endedAt,
    String endedBy,
    String endReason,
    long findings) {}
