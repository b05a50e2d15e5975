package org.oktadata.web.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.oktadata.web.console.ObjectPlaces.Named;
import org.oktadata.web.console.ObjectPlaces.Place;

/**
 * What an event tells of who did it, to what, from where: each with the way to more of the same.
 */
final class EventFacts {

  private static final int MOST_TARGETS = 20;
  private static final int LONGEST = 300;

  private final String integration;
  private final Map<Named, Place> places;
  private final List<Fact> facts = new ArrayList<>();

  private EventFacts(String integration, Map<Named, Place> places) {
    this.integration = integration;
    this.places = places;
  }

  /**
   * A fact.
   *
   * @param path of the object's own page, or null
   * @param events path of the events that share it, or null
   */
  record Fact(String name, String value, String path, String events) {}

  /** Who did it and to what, whose pages can be looked up. */
  static List<Named> objects(String integration, JsonNode event) {
    List<Named> objects = new ArrayList<>();
    objects.add(named(integration, event.path("actor")));
    for (JsonNode target : event.path("target")) {
      if (objects.size() <= MOST_TARGETS) {
        objects.add(named(integration, target));
      }
    }
    objects.add(device(integration, event));
    objects.add(token(integration, event));
    return objects;
  }

  private static Named device(String integration, JsonNode event) {
    return new Named(integration, "Device", event.at("/device/id").asText(""));
  }

  private static Named token(String integration, JsonNode event) {
    String id = event.at("/transaction/detail/requestApiTokenId").asText("");
    return new Named(integration, "Token", id);
  }

  private static Named named(String integration, JsonNode object) {
    return new Named(integration, object.path("type").asText(""), object.path("id").asText(""));
  }

  /** Those that the event has, in the order in which one asks. */
  static List<Fact> of(String integration, JsonNode event, Map<Named, Place> places) {
    EventFacts facts = new EventFacts(integration, places);
    JsonNode client = event.path("client");
    JsonNode network = event.path("securityContext");
    facts.object("Actor", event.path("actor"), "actor.id");
    int targets = 0;
    for (JsonNode target : event.path("target")) {
      if (targets++ < MOST_TARGETS) {
        facts.object("Target", target, "target.id");
      }
    }
    facts.shared("Address", client.path("ipAddress"), "client.ipAddress");
    facts.plain("Network", network.path("asOrg"));
    facts.plain("AS number", network.path("asNumber"));
    facts.plain("Proxy", network.path("isProxy"));
    facts.plain("User agent", client.at("/userAgent/rawUserAgent"));
    facts.plain("Device", client.path("device"));
    facts.other("Registered device", device(integration, event), "device.id");
    facts.other("API token", token(integration, event), "transaction.detail.requestApiTokenId");
    facts.shared(
        "Session",
        event.at("/authenticationContext/externalSessionId"),
        "authenticationContext.externalSessionId");
    facts.shared("Transaction", event.at("/transaction/id"), "transaction.id");
    return facts.facts;
  }

  private void object(String name, JsonNode object, String attribute) {
    String id = object.path("id").asText("");
    String shown = object.path("displayName").asText("");
    String login = object.path("alternateId").asText("");
    String value = known(login) && !login.equals(shown) ? shown + " (" + login + ")" : shown;
    if (!known(id)) {
      add(name, value, null, null);
      return;
    }
    String type = object.path("type").asText("");
    Place page = places.get(named(integration, object));
    String path = page == null ? null : page.path();
    add(name, (known(value) ? value : id) + ", " + type, path, events(attribute, id));
  }

  private void other(String name, Named object, String attribute) {
    if (known(object.id())) {
      Place page = places.get(object);
      String shown = page == null ? object.id() : page.name();
      add(name, shown, page == null ? null : page.path(), events(attribute, object.id()));
    }
  }

  private void shared(String name, JsonNode value, String attribute) {
    String text = value.asText("");
    if (known(text)) {
      add(name, text, null, events(attribute, text));
    }
  }

  private void plain(String name, JsonNode value) {
    add(name, value.isBoolean() ? value.asBoolean() ? "yes" : "no" : value.asText(""), null, null);
  }

  private void add(String name, String value, String path, String events) {
    if (known(value)) {
      String shown = value.length() > LONGEST ? value.substring(0, LONGEST) + "…" : value;
      facts.add(new Fact(name, shown, path, events));
    }
  }

  private String events(String attribute, String value) {
    return EventQuestion.path(integration, attribute, value);
  }

  /** Okta writes unknown where it doesn't know. */
  private static boolean known(String text) {
    return !text.isBlank() && !text.equalsIgnoreCase("unknown");
  }
}
