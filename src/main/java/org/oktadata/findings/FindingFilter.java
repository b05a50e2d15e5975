package org.oktadata.findings;

/** Which findings somebody wants to see; null stands for all. */
public record FindingFilter(String integration, String check, String status, String severity) {}
