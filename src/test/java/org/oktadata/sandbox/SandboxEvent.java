package org.oktadata.sandbox;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A System Log event in the making, with everything that isn't said left as Okta leaves it (Okta
 * Management API, schema LogEvent).
 */
public final class SandboxEvent {
  private record Target(
      String id, String type, String alternateId, String displayName, String detail) {}

  private final String eventType;
  private final List<Target> targets = new ArrayList<>();
  private final Map<String, String> debugData = new LinkedHashMap<>();
  private String uuid;
  private String message;
  private String severity = "INFO";
  private String result = "SUCCESS";
  private String reason;
  private String actorId = "sprk00oktasystem05d7";
  private String actorType = "SystemPrincipal";
  private String actorLogin = "system@okta.com";
  private String actorName = "Okta System";
  private String session;
  private String transaction;
  private String tokenId;
  private String behaviors;
  private SandboxPlace place;
  private String device;
  private long published;

  private SandboxEvent(String eventType) {
    this.eventType = eventType;
    message = eventType;
  }

  public static SandboxEvent of(String eventType) {
    return new SandboxEvent(eventType);
  }

  public SandboxEvent message(String text) {
    message = text;
    return this;
  }

  public SandboxEvent severity(String level) {
    severity = level;
    return this;
  }

  public SandboxEvent outcome(String outcome, String because) {
    result = outcome;
    reason = because;
    return this;
  }

  public SandboxEvent actor(String id, String type, String login, String name) {
    actorId = id;
    actorType = type;
    actorLogin = login;
    actorName = name;
    return this;
  }

  SandboxEvent actor(User user) {
    return actor(user.id(), "User", user.login(), user.displayName());
  }

  public SandboxEvent from(SandboxPlace where) {
    place = where;
    return this;
  }

  public SandboxEvent session(String id) {
    session = id;
    return this;
  }

  public SandboxEvent transaction(String id) {
    transaction = id;
    return this;
  }

  /** The API token the call was made with. */
  public SandboxEvent apiToken(String id) {
    tokenId = id;
    return this;
  }

  public SandboxEvent device(String id) {
    device = id;
    return this;
  }

  /** What behaviour detection saw, such as {@code New Country=POSITIVE}. */
  public SandboxEvent behaviors(String seen) {
    behaviors = seen;
    return this;
  }

  public SandboxEvent debug(String name, String value) {
    debugData.put(name, value);
    return this;
  }

  public SandboxEvent target(String id, String type, String alternateId, String displayName) {
    targets.add(new Target(id, type, alternateId, displayName, null));
    return this;
  }

  /** A target with what changed about it, written as JSON. */
  public SandboxEvent changed(
      String id, String type, String alternateId, String name, String change) {
    targets.add(new Target(id, type, alternateId, name, change));
    return this;
  }

  SandboxEvent target(User user) {
    return target(user.id(), "User", user.login(), user.displayName());
  }

  public SandboxEvent published(long epochMillis) {
    published = epochMillis;
    return this;
  }

  public SandboxEvent uuid(String id) {
    uuid = id;
    return this;
  }

  public String uuid() {
    if (uuid == null) {
      uuid = UUID.randomUUID().toString();
    }
    return uuid;
  }

  public long published() {
    return published;
  }

  public String eventType() {
    return eventType;
  }

  /** The value a filter compares. */
  Object attribute(String name) {
    return switch (name) {
      case "uuid" -> uuid();
      case "eventType" -> eventType;
      case "severity" -> severity;
      case "displayMessage" -> message;
      case "actor.id" -> actorId;
      case "actor.type" -> actorType;
      case "actor.alternateId" -> actorLogin;
      case "outcome.result" -> result;
      case "outcome.reason" -> reason;
      case "client.ipAddress" -> place == null ? null : place.ip();
      case "client.geographicalContext.country" -> place == null ? null : place.country();
      case "authenticationContext.externalSessionId" -> session;
      case "transaction.id" -> transaction;
      case "target.id" -> targets.stream().map(Target::id).toList();
      case "target.type" -> targets.stream().map(Target::type).toList();
      case "target.alternateId" -> targets.stream().map(Target::alternateId).toList();
      default -> null;
    };
  }

  /** The event as JSON. */
  public String json() {
    JsonText out = new JsonText(2_400);
    out.object().object("actor").field("id", actorId).field("type", actorType);
    out.field("alternateId", actorLogin)
        .field("displayName", actorName)
        .field("detailEntry", null)
        .end();
    client(out);
    device(out);
    out.object("authenticationContext").field("authenticationProvider", null);
    out.field("credentialProvider", null).field("credentialType", null).field("issuer", null);
    out.field("interface", null).field("authenticationStep", 0).field("rootSessionId", session);
    out.field("externalSessionId", session == null ? "unknown" : session).end();
    out.field("displayMessage", message).field("eventType", eventType);
    out.object("outcome").field("result", result).field("reason", reason).end();
    out.time("published", published);
    security(out);
    out.field("severity", severity).object("debugContext").object("debugData");
    debugData.forEach(out::field);
    if (behaviors != null) {
      out.field("behaviors", "{" + behaviors + "}");
    }
    out.field("requestId", transaction == null ? uuid() : transaction);
    out.field("requestUri", "/idp/idx/identify").field("url", "/idp/idx/identify?").end().end();
    out.field("legacyEventType", null).object("transaction");
    out.field("type", tokenId == null && actorType.equals("User") ? "WEB" : "JOB");
    out.field("id", transaction == null ? uuid() : transaction).object("detail");
    if (tokenId != null) {
      out.field("requestApiTokenId", tokenId);
    }
    out.end().end().field("uuid", uuid()).field("version", "0");
    out.object("request").array("ipChain");
    if (place != null) {
      out.object().field("ip", place.ip()).raw("geographicalContext", place.position());
      out.field("version", "V4").field("source", null).end();
    }
    out.endArray().end();
    targets(out);
    return out.end().toString();
  }

  private void client(JsonText out) {
    out.object("client");
    if (place == null) {
      out.raw("userAgent", "null").field("zone", null).field("device", null).field("id", null);
      out.field("ipAddress", null).raw("geographicalContext", "null").end();
      return;
    }
    out.object("userAgent").field("rawUserAgent", place.userAgent()).field("os", place.os());
    out.field("browser", place.browser()).end().field("zone", "null").field("device", "Computer");
    out.field("id", null).field("ipAddress", place.ip());
    out.raw("geographicalContext", place.position()).end();
  }

  private void device(JsonText out) {
    if (device == null) {
      out.raw("device", "null");
      return;
    }
    out.object("device")
        .field("id", device)
        .field("name", "MacBook Pro")
        .field("os_platform", "OSX");
    out.field("os_version", "15.6.1").field("managed", true).field("registered", true);
    out.field("device_integrator", null).field("disk_encryption_type", "ALL_INTERNAL_VOLUMES");
    out.field("screen_lock_type", "BIOMETRIC")
        .field("jailbreak", null)
        .field("secure_hardware_present", true)
        .end();
  }

  private void security(JsonText out) {
    out.object("securityContext");
    if (place == null) {
      out.raw("asNumber", "null").field("asOrg", null).field("isp", null).field("domain", null);
      out.raw("isProxy", "null").end();
      return;
    }
    out.field("asNumber", place.asNumber())
        .field("asOrg", place.asOrg())
        .field("isp", place.asOrg());
    out.field("domain", null).field("isProxy", place.proxy()).end();
  }

  private void targets(JsonText out) {
    if (targets.isEmpty()) {
      out.raw("target", "null");
      return;
    }
    out.array("target");
    for (Target target : targets) {
      out.object().field("id", target.id()).field("type", target.type());
      out.field("alternateId", target.alternateId() == null ? "unknown" : target.alternateId());
      out.field("displayName", target.displayName()).raw("detailEntry", "null");
      if (target.detail() != null) {
        out.raw("changeDetails", target.detail());
      }
      out.end();
    }
    out.endArray();
  }
}
