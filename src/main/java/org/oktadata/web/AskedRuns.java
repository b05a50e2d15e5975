package org.oktadata.web;

import java.util.Collection;
import org.oktadata.collect.RunMode;
import org.oktadata.collect.Runs;
import org.springframework.stereotype.Component;

/** Runs that people ask for, noted in the audit log with it, both or neither. */
@Component
public class AskedRuns {

  private final Runs runs;
  private final Audit audit;

  AskedRuns(Runs runs, Audit audit) {
    this.runs = runs;
    this.audit = audit;
  }

  /** Starts a run of everything, as {@link Runs#start(String, RunMode, String)}. */
  public Runs.Started start(String integration, RunMode mode, String trigger) {
    return start(integration, mode, trigger, runs.wanted(integration, mode));
  }

  /** Starts a run of those data types. */
  public Runs.Started start(
      String integration, RunMode mode, String trigger, Collection<String> dataTypes) {
    return runs.start(
        integration,
        mode,
        trigger,
        dataTypes,
        run -> audit.write("run.start", integration + " " + mode + " run " + run));
  }
}
