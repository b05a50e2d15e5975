package org.oktadata.web;

import org.oktadata.findings.Exclusion;
import org.oktadata.findings.Exclusions;
import org.oktadata.findings.NewExclusion;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What people leave out, noted in the audit log with it. */
@Component
public class ExclusionEdits {

  private final Exclusions exclusions;
  private final Audit audit;

  ExclusionEdits(Exclusions exclusions, Audit audit) {
    this.exclusions = exclusions;
    this.audit = audit;
  }

  /** Adds it, as {@link Exclusions#add}. */
  @Transactional
  public Exclusion add(NewExclusion wanted, String actor) {
    Exclusion added = exclusions.add(wanted, actor);
    audit.write(
        "exclusion.added",
        added.id(),
        "%s: %s %s%s, %s"
            .formatted(
                added.checkId(),
                added.subjectType(),
                added.subjectId(),
                added.integration() == null ? "" : " in " + added.integration(),
                added.reason()));
    return added;
  }

  /** Ends it, as {@link Exclusions#end}. */
  @Transactional
  public boolean end(long id, String actor, String reason) {
    boolean ended = exclusions.end(id, actor, reason);
    if (ended) {
      audit.write("exclusion.ended", Long.toString(id), reason.strip());
    }
    return ended;
  }
}
