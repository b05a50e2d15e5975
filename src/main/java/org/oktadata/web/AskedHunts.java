package org.oktadata.web;

import java.time.Duration;
import org.oktadata.findings.HuntRequests;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Hunts that people ask for, noted in the audit log with it, both or neither. */
@Component
public class AskedHunts {

  private final HuntRequests hunts;
  private final Audit audit;

  AskedHunts(HuntRequests hunts, Audit audit) {
    this.hunts = hunts;
    this.audit = audit;
  }

  /**
   * Plans a hunt, as {@link HuntRequests#start}.
   *
   * @param words how far back in the words of the audit log, such as {@code 90d}
   * @return its number
   */
  @Transactional
  public long start(String rule, Duration back, String words, String actor) {
    long hunt = hunts.start(rule, back, actor);
    audit.write("hunt.start", rule + " over " + words);
    return hunt;
  }
}
