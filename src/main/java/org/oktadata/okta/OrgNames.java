package org.oktadata.okta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * The addresses that an org calls its own: {@code _links} of /.well-known/okta-organization, its
 * own one and that of its custom domain. An issuer is asked when a link leads elsewhere, and no
 * more once it has named any.
 */
@Component
public class OrgNames {
  private static final Logger log = LoggerFactory.getLogger(OrgNames.class);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final ObjectProvider<ProducerTemplate> routes;
  private final Map<URI, List<URI>> known = new ConcurrentHashMap<>();

  OrgNames(ObjectProvider<ProducerTemplate> routes) {
    this.routes = routes;
  }

  /**
   * What the issuer says; nothing where it isn't one of Okta's and doesn't say it.
   *
   * @throws UncheckedIOException if it doesn't answer
   * @throws BrokenAnswerException if it can't say it just now
   */
  List<URI> of(URI issuer) {
    var told = known.get(issuer);
    if (told != null) {
      return told;
    }
    var url = issuer + "/.well-known/okta-organization";
    Exchange answer =
        routes
            .getObject()
            .request("direct:okta-organization", exchange -> exchange.setVariable("next", url));
    if (answer.getException() != null) {
      log.debug("{} doesn't say what it is called", issuer, answer.getException());
      refusePassing(issuer, answer.getException());
      return List.of();
    }
    var names = read(answer.getMessage().getBody(byte[].class));
    if (!names.isEmpty()) {
      known.put(issuer, names);
    }
    return names;
  }

  /** Or a list would end for good at one bad moment of the org's. */
  private static void refusePassing(URI issuer, Exception failure) {
    if (failure instanceof IOException unanswered) {
      throw new UncheckedIOException(new UnansweredCallException(issuer, unanswered));
    }
    var told = OktaFailure.of(failure);
    if (told.retryable() && told.kind() != FailureKind.UNAUTHORIZED) {
      throw new BrokenAnswerException(
          "The next link leads away from %s, which can't say just now what it calls its own: %s"
              .formatted(issuer, told.sentence()));
    }
  }

  private static List<URI> read(byte[] body) {
    List<URI> names = new ArrayList<>();
    try {
      for (JsonNode link : MAPPER.readTree(body).path("_links")) {
        add(names, link.path("href").asText());
      }
    } catch (IOException e) {
      log.debug("What an org calls itself can't be read", e);
    }
    return List.copyOf(names);
  }

  private static void add(List<URI> names, String link) {
    try {
      names.add(OrgUrl.normalise(link));
    } catch (IllegalArgumentException e) {
      log.debug("{} is no org", link, e);
    }
  }
}
