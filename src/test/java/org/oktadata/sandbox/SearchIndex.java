package org.oktadata.sandbox;

/**
 * What a search finds of an org: Okta's index is a moment behind. What was stamped before somebody
 * put the org's clock back is in it all the same.
 */
record SearchIndex(long from, long to) {

  /** As of now, for a search; whatever there is, for a list or a filter. */
  static SearchIndex of(Call call, SandboxOrg org, SandboxOptions options) {
    long now = org.now();
    return call.has("search")
        ? new SearchIndex(now - options.searchDelay().toMillis(), now)
        : new SearchIndex(Long.MAX_VALUE, Long.MAX_VALUE);
  }

  boolean has(long changed) {
    return changed <= from || changed > to;
  }
}
