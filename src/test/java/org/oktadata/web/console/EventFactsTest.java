package org.oktadata.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.oktadata.web.console.EventFacts.Fact;
import org.oktadata.web.console.ObjectPlaces.Named;
import org.oktadata.web.console.ObjectPlaces.Place;

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
         "device": {"id": "guo1"}, "transaction": {"id": "t1", "detail": {"requestApiTokenId": "00T1"}}}""";
    JsonNode tree = new ObjectMapper().readTree(event);
    List<Named> objects = EventFacts.objects("acme", tree);
    assertThat(objects)
        .extracting(Named::id)
        .containsExactly("00u1", "0oa1", "rul\"1", "guo1", "00T1");
    Map<Named, Place> places =
        Map.of(
            objects.get(0), new Place("ada@acme.com", "/users/acme/00u1"),
            objects.get(1), new Place("Wiki", "/apps/acme/0oa1"),
            objects.get(4), new Place("Terraform", "/objects/acme/api_tokens/00T1"));
    assertThat(EventFacts.of("acme", tree, places))
        .containsExactly(
            new Fact(
                "Actor", "Ada (ada@acme.com), User", "/users/acme/00u1", of("actor.id", "00u1")),
            new Fact("Target", "Wiki, AppInstance", "/apps/acme/0oa1", of("target.id", "0oa1")),
            new Fact("Target", "Catch-all, Rule", null, of("target.id", "rul%5C%221")),
            new Fact("Address", "192.0.2.7", null, of("client.ipAddress", "192.0.2.7")),
            new Fact("AS number", "64500", null, null),
            new Fact("Proxy", "yes", null, null),
            new Fact("User agent", "curl", null, null),
            new Fact("Registered device", "guo1", null, of("device.id", "guo1")),
            new Fact(
                "API token",
                "Terraform",
                "/objects/acme/api_tokens/00T1",
                of("transaction.detail.requestApiTokenId", "00T1")),
            new Fact("Transaction", "t1", null, of("transaction.id", "t1")));
    assertThat(EventFacts.of("acme", new ObjectMapper().readTree("{}"), Map.of())).isEmpty();
  }

  private static String of(String attribute, String value) {
    return "/events?integration=acme&filter=%s%%20eq%%20%%22%s%%22".formatted(attribute, value);
  }
}
