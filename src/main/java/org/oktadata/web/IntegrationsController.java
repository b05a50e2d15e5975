package org.oktadata.web;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.oktadata.collect.Verifications;
import org.oktadata.integrations.Integration;
import org.oktadata.integrations.Integrations;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What is connected. Secrets go in and never come out. */
@RestController
@RequestMapping("/api/integrations")
class IntegrationsController {

  private final Integrations integrations;
  private final IntegrationEdits edits;
  private final Verifications verifications;

  IntegrationsController(
      Integrations integrations, IntegrationEdits edits, Verifications verifications) {
    this.integrations = integrations;
    this.edits = edits;
    this.verifications = verifications;
  }

  @GetMapping
  List<IntegrationView> list() {
    return integrations.all().stream().map(this::view).toList();
  }

  @GetMapping("/{name}")
  IntegrationView get(@PathVariable String name) {
    return view(integrations.get(name));
  }

  @PostMapping
  ResponseEntity<IntegrationView> add(@RequestBody IntegrationRequest request) {
    Integration added = edits.add(request);
    return ResponseEntity.created(URI.create("/api/integrations/" + added.name()))
        .body(view(added));
  }

  @PutMapping("/{name}")
  IntegrationView change(@PathVariable String name, @RequestBody IntegrationRequest request) {
    return view(edits.change(name, request));
  }

  private IntegrationView view(Integration integration) {
    return IntegrationView.of(integration, verifications);
  }

  /** Answers 204 once all rows are erased, and 202 if that takes longer than a client waits. */
  @DeleteMapping("/{name}")
  ResponseEntity<Void> remove(@PathVariable String name) {
    CompletableFuture<Void> erased = edits.remove(name);
    boolean done =
        erased
            .handle((nothing, failure) -> failure == null)
            .completeOnTimeout(false, 20, TimeUnit.SECONDS)
            .join();
    return done ? ResponseEntity.noContent().build() : ResponseEntity.accepted().build();
  }
}
