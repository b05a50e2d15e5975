package org.oktadata.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.oktadata.web.console.EventFacts.Fact;

class EventFactsTest {

  @Test
  void eachLeadsToItsPageAndToWhatSharesIt() throws Exception {
    String event =
        """
        {"actor": {"id": "00u1", "type": "User", "displayName": "Ada", "alternateId": "ada@acme.com"},
         "target": [{"id": "0oa1", "type": "AppInstance", "displayName": "Wiki", "alternateId": "unknown"},
                    {"id": "rul\\"1", "type": "Rule", "displayName": "Catch-all"}],
         "client": {"ipAddress": "192.0.2.7", "userAgent": {"rawUserAgent": "curl"}, "device": "Unknown"},
         "securityContext": {"isProxy": true, "asNumber": 64500},
         "authenticationContext": {"externalSessionId": "unknown"},
         "transaction": {"id": "t1"}}""";
    assertThat(EventFacts.of("acme", new ObjectMapper().readTree(event)))
        .containsExactly(
            new Fact(
                "Actor", "Ada (ada@acme.com), User", "/users/acme/00u1", of("actor.id", "00u1")),
            new Fact("Target", "Wiki, AppInstance", "/apps/acme/0oa1", of("target.id", "0oa1")),
            new Fact("Target", "Catch-all, Rule", null, of("target.id", "rul%5C%221")),
            new Fact("Address", "192.0.2.7", null, of("client.ipAddress", "192.0.2.7")),
            new Fact("AS number", "64500", null, null),
            new Fact("Proxy", "yes", null, null),
            new Fact("User agent", "curl", null, null),
            new Fact("Transaction", "t1", null, of("transaction.id", "t1")));
    assertThat(EventFacts.of("acme", new ObjectMapper().readTree("{}"))).isEmpty();
  }

  private static String of(String attribute, String value) {
    return "/events?integration=acme&filter=%s%%20eq%%20%%22%s%%22".formatted(attribute, value);
  }
}
