package org.oktadata.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.oktadata.catalogue.Catalogue;
import org.oktadata.collect.CallPlan;
import org.oktadata.collect.Calls;
import org.oktadata.collect.RunMode;
import org.oktadata.collect.RunProgress;
import org.oktadata.collect.RunReader;
import org.oktadata.collect.Runs;
import org.oktadata.collect.Verifications;
import org.oktadata.connectivity.ConnectivityReport;
import org.oktadata.connectivity.ConnectivityRequests;
import org.oktadata.integrations.Integrations;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Collect now, and how far it is. */
@RestController
class RunController {

  private static final Set<RunMode> MODES = EnumSet.of(RunMode.FULL, RunMode.DELTA, RunMode.VERIFY);
  private static final List<String> STATUSES =
      List.of("RUNNING", "SUCCESS", "PARTIAL_SUCCESS", "FAILURE");

  private final AskedRuns asked;
  private final Verifications verifications;
  private final RunReader reader;
  private final Catalogue catalogue;
  private final Integrations integrations;
  private final ConnectivityRequests connectivity;
  private final Calls calls;
  private final Audit audit;

  RunController(
      AskedRuns asked,
      Verifications verifications,
      RunReader reader,
      Catalogue catalogue,
      Integrations integrations,
      ConnectivityRequests connectivity,
      Calls calls,
      Audit audit) {
    this.asked = asked;
    this.verifications = verifications;
    this.reader = reader;
    this.catalogue = catalogue;
    this.integrations = integrations;
    this.connectivity = connectivity;
    this.calls = calls;
    this.audit = audit;
  }

  record Collect(List<String> dataTypes, String mode) {}

  record Started(long runId, @JsonInclude(JsonInclude.Include.NON_NULL) String detail) {}

  /** Starts a run; 409 with the run that is under way. */
  @PostMapping("/api/integrations/{name}/collect")
  ResponseEntity<Started> collect(
      @PathVariable String name, @RequestBody(required = false) Collect body) {
    integrations.get(name);
    RunMode mode = body == null || body.mode() == null ? RunMode.FULL : mode(body.mode());
    if (mode == RunMode.VERIFY && !verifications.isPossible(name)) {
      throw wrong(
          "Nothing of " + name + " was collected completely yet: there is nothing to verify.");
    }
    Runs.Started started =
        body == null || body.dataTypes() == null || body.dataTypes().isEmpty()
            ? asked.start(name, mode, "api")
            : asked.start(name, mode, "api", known(body.dataTypes()));
    return started.fresh()
        ? ResponseEntity.accepted().body(new Started(started.run(), null))
        : ResponseEntity.status(HttpStatus.CONFLICT)
            .body(new Started(started.run(), "A run of this integration is under way."));
  }

  /** What a full collection costs, without making it. */
  @PostMapping("/api/integrations/{name}/plan")
  CallPlan plan(@PathVariable String name) {
    integrations.get(name);
    return calls.plan(name);
  }

  /** Tests the connection step by step. */
  @PostMapping("/api/integrations/{name}/test")
  ConnectivityReport test(@PathVariable String name) {
    integrations.get(name);
    audit.write("integration.test", name);
    return connectivity.test(name);
  }

  private static RunMode mode(String word) {
    return RunMode.find(word)
        .filter(MODES::contains)
        .orElseThrow(() -> wrong("mode is full, delta or verify, not '" + word + "'."));
  }

  private List<String> known(List<String> names) {
    names.stream()
        .filter(type -> catalogue.find(type).isEmpty())
        .findFirst()
        .ifPresent(
            type -> {
              throw wrong(catalogue.lack(type) + " See /api/data-types.");
            });
    return names;
  }

  /** The newest runs first. */
  @GetMapping("/api/integrations/{name}/runs")
  List<RunProgress> runs(@PathVariable String name, @RequestParam(defaultValue = "50") int limit) {
    integrations.get(name);
    return reader.runs(name, Math.max(1, Math.min(limit, 500)));
  }

  /** The newest runs of all integrations: with {@code status=RUNNING}, what the fleet works on. */
  @GetMapping("/api/runs")
  List<RunProgress> newest(
      @RequestParam(required = false) String status, @RequestParam(defaultValue = "50") int limit) {
    if (status != null && !STATUSES.contains(status)) {
      throw wrong("status must be one of %s.".formatted(String.join(", ", STATUSES)));
    }
    return reader.newest(status, Math.max(1, Math.min(limit, 500)));
  }

  /** One run with its data types. */
  @GetMapping("/api/runs/{id}")
  RunProgress run(@PathVariable long id) {
    return reader
        .run(id)
        .orElseThrow(
            () -> new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no run " + id + "."));
  }

  private static ResponseStatusException wrong(String problem) {
    return new ResponseStatusException(HttpStatus.BAD_REQUEST, problem);
  }
}
