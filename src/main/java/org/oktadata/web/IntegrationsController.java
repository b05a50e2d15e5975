package org.oktadata.web;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.oktadata.integrations.Integration;
import org.oktadata.integrations.Integration.ManagedBy;
import org.oktadata.integrations.IntegrationRemoval;
import org.oktadata.integrations.IntegrationSettings;
import org.oktadata.integrations.Integrations;
import org.oktadata.integrations.WrongSetting;
import org.oktadata.okta.OrgUrl;
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
  private final IntegrationRemoval removal;
  private final Audit audit;

  IntegrationsController(Integrations integrations, IntegrationRemoval removal, Audit audit) {
    this.integrations = integrations;
    this.removal = removal;
    this.audit = audit;
  }

  @GetMapping
  List<IntegrationView> list() {
    return integrations.all().stream().map(IntegrationView::of).toList();
  }

  @GetMapping("/{name}")
  IntegrationView get(@PathVariable String name) {
    return IntegrationView.of(integrations.get(name));
  }

  @PostMapping
  ResponseEntity<IntegrationView> add(@RequestBody IntegrationRequest request) {
    Integration added = integrations.add(request.settings());
    audit.write("integration.add", added.name());
    return ResponseEntity.created(URI.create("/api/integrations/" + added.name()))
        .body(IntegrationView.of(added));
  }

  @PutMapping("/{name}")
  IntegrationView change(@PathVariable String name, @RequestBody IntegrationRequest request) {
    Integration now = editable(name);
    if (request.name() != null && !request.name().equals(name)) {
      throw new WrongSetting("name", "can't be changed; add another integration instead");
    }
    IntegrationSettings wanted = request.over(now.settings());
    wanted.check();
    refuseToTakeSecretElsewhere(now, wanted, request);
    Integration changed = integrations.change(wanted);
    audit.write("integration.change", name);
    return IntegrationView.of(changed);
  }

  /** Answers 204 once all rows are erased, and 202 if that takes longer than a client waits. */
  @DeleteMapping("/{name}")
  ResponseEntity<Void> remove(@PathVariable String name) {
    editable(name);
    CompletableFuture<Void> erased = removal.remove(name);
    audit.write("integration.remove", name);
    boolean done =
        erased
            .handle((nothing, failure) -> failure == null)
            .completeOnTimeout(false, 20, TimeUnit.SECONDS)
            .join();
    return done ? ResponseEntity.noContent().build() : ResponseEntity.accepted().build();
  }

  private Integration editable(String name) {
    Integration integration = integrations.get(name);
    if (integration.managedBy() == ManagedBy.CONFIGURATION) {
      throw new OwnedByConfigurationException(name);
    }
    return integration;
  }

  /** Or who may edit could read the secret, by having it sent to a server of their own. */
  private static void refuseToTakeSecretElsewhere(
      Integration now, IntegrationSettings wanted, IntegrationRequest request) {
    boolean elsewhere = !OrgUrl.normalise(wanted.issuer()).equals(now.issuer());
    if (elsewhere && !request.sendsSecret()) {
      throw new WrongSetting(
          wanted.privateKey() == null ? "client-secret" : "private-key",
          "must be sent again when the issuer changes; it isn't taken to another org");
    }
  }
}
