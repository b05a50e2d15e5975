package org.oktadata.web;

import org.oktadata.events.EventStreaming;
import org.oktadata.integrations.Integration;
import org.oktadata.integrations.Integrations;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Streaming through EventBridge: the values for Okta's form, and the rule in AWS. */
@RestController
@RequestMapping("/api/integrations/{name}/event-streaming")
class EventStreamingController {

  private final EventStreaming streaming;
  private final Integrations integrations;
  private final Audit audit;

  EventStreamingController(EventStreaming streaming, Integrations integrations, Audit audit) {
    this.streaming = streaming;
    this.integrations = integrations;
    this.audit = audit;
  }

  /** Makes the rule and its target, or repairs them. */
  @PostMapping
  EventStreaming.Report setUp(@PathVariable String name) {
    Integration integration = integrations.get(name);
    audit.write("event-streaming.set-up", name);
    return streaming.setUp(integration);
  }

  /** How they are. */
  @GetMapping
  EventStreaming.Report look(@PathVariable String name) {
    return streaming.look(integrations.get(name));
  }

  /** Removes them. */
  @DeleteMapping
  EventStreaming.Report remove(@PathVariable String name) {
    Integration integration = integrations.get(name);
    audit.write("event-streaming.remove", name);
    return streaming.remove(integration);
  }
}
