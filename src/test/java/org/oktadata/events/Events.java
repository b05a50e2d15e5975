package org.oktadata.events;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** System Log events and the envelopes they travel in. */
public final class Events {

  /** As Okta writes them, also whole seconds. */
  private static final DateTimeFormatter MILLISECONDS =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  private static final String BODY =
      """
      {"actor":{"id":"00u%1$s","type":"User","alternateId":"user%1$s@example.com","displayName":"User %1$s","detailEntry":null},\
      "client":{"userAgent":{"rawUserAgent":"Mozilla/5.0 (Windows NT 10.0; Win64; x64)","os":"Windows 10","browser":"CHROME"},\
      "zone":"null","device":"Computer","id":null,"ipAddress":"203.0.113.%3$d","geographicalContext":{"city":"Oslo","state":"Oslo",\
      "country":"Norway","postalCode":"0150","geolocation":{"lat":59.9,"lon":10.7}}},"device":null,\
      "authenticationContext":{"authenticationProvider":null,"credentialProvider":null,"credentialType":null,"issuer":null,\
      "interface":null,"authenticationStep":0,"externalSessionId":"102%1$s"},"displayMessage":"User login to Okta",\
      "eventType":"user.session.start","outcome":{"result":"SUCCESS","reason":null},"published":"%2$s",\
      "securityContext":{"asNumber":64500,"asOrg":"example","isp":"example","domain":".","isProxy":false},"severity":"INFO",\
      "debugContext":{"debugData":{"requestId":"r%1$s","requestUri":"/api/v1/authn","threatSuspected":"false",\
      "url":"/api/v1/authn?","deviceFingerprint":"%1$s%1$s%1$s"}},"legacyEventType":"core.user_auth.login_success",\
      "transaction":{"type":"WEB","id":"r%1$s","detail":{}},"uuid":"%1$s","version":"0","request":{"ipChain":[{"ip":"203.0.113.%3$d",\
      "geographicalContext":{"city":"Oslo","country":"Norway"},"version":"V4","source":null}]},"target":null}""";

  private Events() {}

  /** A name that nothing makes shorter, as an index of PostgreSQL would. */
  public static String random(int length) {
    return new Random(7)
        .ints(length, 'a', 'z')
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }

  public static String event(String uuid) {
    return event(uuid, Instant.now());
  }

  public static String event(String uuid, Instant published) {
    return BODY.formatted(uuid, MILLISECONDS.format(published), Math.abs(uuid.hashCode() % 250));
  }

  public static List<String> many(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> event(prefix + i)).toList();
  }

  public static String eventbridge(String source, String detail) {
    return """
        {"version":"0","id":"6a7e8feb-b491-4cf7-a9f1-bf3703467718","detail-type":"SystemLog","source":"aws.partner/okta.com/tenant/%s",\
        "account":"123456789012","time":"2026-01-01T00:00:00Z","region":"us-east-1","resources":[],"detail":%s}"""
        .formatted(source, detail);
  }

  public static String hook(List<String> events) {
    return """
        {"eventType":"com.okta.event_hook","eventTypeVersion":"1.0","cloudEventsVersion":"0.1","source":"https://acme.okta.com/api/v1/eventHooks/who1",\
        "eventId":"e1","data":{"events":[%s]},"eventTime":"2026-01-01T00:00:00.000Z","contentType":"application/json"}"""
        .formatted(String.join(",", events));
  }

  public static String sns(String message) {
    return """
        {"Type":"Notification","MessageId":"m1","TopicArn":"arn:aws:sns:us-east-1:123456789012:okta","Message":"%s","Timestamp":"2026-01-01T00:00:00.000Z"}"""
        .formatted(message.replace("\\", "\\\\").replace("\"", "\\\""));
  }
}
