package org.oktadata.okta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** What an org says of itself to anybody, without a token: /.well-known/okta-organization. */
@Component
public class Organization {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final ObjectProvider<ProducerTemplate> routes;

  Organization(ObjectProvider<ProducerTemplate> routes) {
    this.routes = routes;
  }

  /**
   * Asks an org; a missing node where it says no JSON.
   *
   * @throws UnansweredCallException if it doesn't answer
   */
  public JsonNode ask(URI issuer) throws Exception {
    var url = issuer + "/.well-known/okta-organization";
    Exchange answer =
        routes
            .getObject()
            .request("direct:okta-organization", exchange -> exchange.setVariable("next", url));
    if (answer.getException() instanceof IOException failure) {
      throw new UnansweredCallException(issuer, failure);
    }
    if (answer.getException() != null) {
      throw answer.getException();
    }
    try {
      return MAPPER.readTree(answer.getMessage().getBody(byte[].class));
    } catch (IOException notJson) {
      return MissingNode.getInstance();
    }
  }
}
