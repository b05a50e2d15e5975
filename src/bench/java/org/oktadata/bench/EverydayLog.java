package org.oktadata.bench;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Events of a day on which nothing happens: 20,000 people sign in and open apps; one try in 200 fails. */
final class EverydayLog {

  private static final String[] TYPES = {
    "user.session.start", "user.authentication.sso", "user.authentication.sso", "user.authentication.auth_via_mfa",
    "policy.evaluate_sign_on", "user.session.end"
  };

  private static final String EVENT =
      """
      {"uuid":"%1$s","published":"%2$s","eventType":"%3$s","version":"0","severity":"INFO","displayMessage":"Everyday event",\
      "actor":{"id":"u%4$s","type":"User","alternateId":"u%4$s@example.com","displayName":"User %4$s","detailEntry":null},\
      "outcome":{"result":"%5$s","reason":%6$s},\
      "client":{"ipAddress":"198.51.%7$d.%8$d","device":"Computer","zone":"null","id":null,\
      "userAgent":{"rawUserAgent":"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)","os":"Mac OS X","browser":"CHROME"},\
      "geographicalContext":{"country":"Germany","city":"Berlin","state":"Berlin","postalCode":"10115","geolocation":{"lat":52.5,"lon":13.4}}},\
      "securityContext":{"asNumber":3320,"asOrg":"example","isp":"example","domain":".","isProxy":false},\
      "authenticationContext":{"externalSessionId":"s%9$s","rootSessionId":"s%9$s","authenticationStep":0},\
      "target":[{"id":"a%10$d","type":"AppInstance","displayName":"App %10$d","alternateId":"App","detailEntry":null}],\
      "debugContext":{"debugData":{"requestId":"r%9$s","requestUri":"/idp/idx/identify","threatSuspected":"false","dtHash":"d%4$s","factor":"OKTA_VERIFY_PUSH",\
      "behaviors":"{New Geo-Location=NEGATIVE, New Device=NEGATIVE, New IP=NEGATIVE, New State=NEGATIVE, New Country=NEGATIVE, Velocity=NEGATIVE, New City=NEGATIVE}"}},\
      "transaction":{"id":"t%9$s","type":"WEB","detail":{}},"legacyEventType":"everyday","request":{"ipChain":[]}}""";

  private EverydayLog() {}

  /** That many events from a number on; the number decides who and what. */
  static List<String> events(String prefix, int from, int count) {
    List<String> events = new ArrayList<>(count);
    for (int n = from; n < from + count; n++) {
      events.add(event(prefix + n, n, TYPES[n % TYPES.length], Long.toString((n * 7919L + n / 200 * 31L) % 20_000)));
    }
    return events;
  }

  /** An administrator makes an API token. */
  static String probe(String who, int n) {
    return event(who, n, "system.api_token.create", who);
  }

  private static String event(String uuid, int n, String type, String who) {
    boolean fails = n % 200 == 199;
    int address = Math.abs(who.hashCode());
    return EVENT.formatted(
        uuid,
        Instant.now(),
        type,
        who,
        fails ? "FAILURE" : "SUCCESS",
        fails ? "\"INVALID_CREDENTIALS\"" : "null",
        address % 250,
        address % 200,
        who + "-" + n / 100_000,
        n % 100);
  }
}
