package org.oktadata.okta;

import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The addresses that an org calls its own: {@code _links} of /.well-known/okta-organization, its
 * own one and that of its custom domain. An issuer is asked when a link leads elsewhere, and no
 * more once it has named any.
 */
@Component
public class OrgNames {
  private static final Logger log = LoggerFactory.getLogger(OrgNames.class);

  private final Organization organization;
  private final Map<URI, List<URI>> known = new ConcurrentHashMap<>();

  OrgNames(Organization organization) {
    this.organization = organization;
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
    List<URI> names = new ArrayList<>();
    try {
      organization
          .ask(issuer)
          .path("_links")
          .forEach(link -> add(names, link.path("href").asText()));
    } catch (Exception e) {
      log.debug("{} doesn't say what it is called", issuer, e);
      refusePassing(issuer, e);
    }
    if (!names.isEmpty()) {
      known.put(issuer, List.copyOf(names));
    }
    return names;
  }

  /** Or a list would end for good at one bad moment of the org's. */
  private static void refusePassing(URI issuer, Exception failure) {
    if (failure instanceof UnansweredCallException unanswered) {
      throw new UncheckedIOException(unanswered);
    }
    var told = OktaFailure.of(failure);
    if (told.retryable() && told.kind() != FailureKind.UNAUTHORIZED) {
      throw new BrokenAnswerException(
          "The next link leads away from %s, which can't say just now what it calls its own: %s"
              .formatted(issuer, told.sentence()));
    }
  }

  private static void add(List<URI> names, String link) {
    try {
      names.add(OrgUrl.normalise(link));
    } catch (IllegalArgumentException e) {
      log.debug("{} is no org", link, e);
    }
  }
}
