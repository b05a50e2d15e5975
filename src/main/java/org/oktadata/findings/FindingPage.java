package org.oktadata.findings;

import java.util.List;

/** Some findings, and where to go on; null when these were the last. */
public record FindingPage(List<FindingView> items, String next) {}
