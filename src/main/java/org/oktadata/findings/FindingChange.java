package org.oktadata.findings;

import java.time.Instant;

/** Something that happened to a finding. */
public record FindingChange(
    Instant at, String change, String state, String severity, String actor, String reason) {}
