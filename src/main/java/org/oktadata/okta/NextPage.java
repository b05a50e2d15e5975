package org.oktadata.okta;

import java.net.URI;
import java.net.URISyntaxException;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;
import org.oktadata.json.JsonElements;
import org.springframework.stereotype.Component;

/**
 * Finds the next page of a list: follows Okta's links and never builds one, keeps cursors byte for
 * byte, takes no page length for a sign of the end, and refuses links that lead in a circle, to
 * another list or away from the org.
 */
@Component
public class NextPage {
  private static final String IN_BODY = "body";
  private static final String ENDLESS = "endless";

  private final OktaConnections connections;
  private final OrgNames names;

  NextPage(OktaConnections connections, OrgNames names) {
    this.connections = connections;
    this.names = names;
  }

  /**
   * The URL of the page after the one that has just been read; null at the end of the list. Sets
   * variable {@code stopped} to a sentence if the link leads to a page already read, so that the
   * list must end although nobody knows whether it is whole; after an empty page it is whole. The
   * same if three pages in a row are alike though their links differ.
   *
   * @param called the page that was read
   * @param paging {@code body} if the data type's next link is {@code _links.next} of the body;
   *     otherwise, and where the body has none, the Link header counts. {@code endless} if an empty
   *     page may link to itself, for who asks again later
   * @throws ForeignHostException if the link leads away from the org
   * @throws BrokenAnswerException if it leads to another list of the org
   */
  public String of(
      Exchange exchange,
      @Variable("integration") String integration,
      @Variable("next") String called,
      @Variable("paging") String paging) {
    exchange.removeVariable("stopped");
    var link = link(exchange, paging);
    if (link == null) {
      Trail.end(exchange);
      return null;
    }
    var current = URI.create(called);
    var next = atTheOrg(connections.connection(integration).issuer(), resolve(current, link));
    requireSameList(current, next);
    var trail = Trail.of(exchange, current);
    if (standsStill(trail, exchange, paging)) {
      return stop(exchange, current, "its last three pages are the same.");
    }
    if (trail.goOn(next)) {
      return next.toString();
    }
    if (isEmpty(exchange)) {
      Trail.end(exchange);
      return ENDLESS.equals(paging) ? next.toString() : null;
    }
    return stop(exchange, current, "its next link leads to a page already read.");
  }

  private static String stop(Exchange exchange, URI current, String why) {
    Trail.end(exchange);
    exchange.setVariable(
        "stopped",
        "The list of " + OktaErrorBody.summary(current.getRawPath()) + " does not end: " + why);
    return null;
  }

  /** The log's pages are empty for as long as nothing happens. */
  private static boolean standsStill(Trail trail, Exchange exchange, String paging) {
    var page = exchange.getMessage().getBody(byte[].class);
    if (page == null || ENDLESS.equals(paging) && isEmpty(exchange)) {
      return false;
    }
    return trail.standsStill(page, IN_BODY.equals(paging) ? BodyLink.start(page) : page.length);
  }

  private static boolean isEmpty(Exchange exchange) {
    var page = exchange.getMessage().getBody(byte[].class);
    return page != null && JsonElements.isEmptyList(page);
  }

  /**
   * Finds the next page and leaves its URL in variable {@code following}, for use as a route's
   * step.
   */
  public void find(
      Exchange exchange,
      @Variable("integration") String integration,
      @Variable("next") String called,
      @Variable("paging") String paging) {
    String next = of(exchange, integration, called, paging);
    var stopped = exchange.getVariable("stopped") != null;
    exchange.setVariable("following", next != null ? next : stopped ? called : "");
  }

  /**
   * Ends a list whose links lead in a circle, after its last page is stored, as a route's step.
   *
   * @throws EndlessListException if they do
   */
  public void refuseCircle(@Variable("stopped") String stopped) {
    if (stopped != null) {
      throw new EndlessListException(stopped);
    }
  }

  private static String link(Exchange exchange, String paging) {
    var link = LinkHeader.next(AnswerHeaders.of(exchange.getMessage().getHeaders()).all("Link"));
    return link == null && IN_BODY.equals(paging)
        ? BodyLink.next(exchange.getMessage().getBody(byte[].class))
        : link;
  }

  /**
   * The link as it may be called. An org with a custom domain answers at two addresses, and a link
   * may have the other one: then the page is read at the issuer, which the token is for.
   */
  private URI atTheOrg(URI issuer, URI next) {
    if (OrgUrl.sameOrg(issuer, next)) {
      return next;
    }
    if (names.of(issuer).stream().anyMatch(name -> OrgUrl.sameOrg(name, next))) {
      String query = next.getRawQuery() == null ? "" : "?" + next.getRawQuery();
      return URI.create(
          issuer.getScheme() + "://" + issuer.getRawAuthority() + next.getRawPath() + query);
    }
    throw new ForeignHostException(
        "The next link leads away from %s to %s, which the org doesn't call its own, and was not followed."
            .formatted(issuer, OktaErrorBody.summary(next.getAuthority())));
  }

  /**
   * What another list holds would count as rows of this one. All next links that were recorded of
   * Okta, those to the {@code -admin} twin too, have the path that was asked for; how it is escaped
   * may differ.
   */
  private static void requireSameList(URI current, URI next) {
    if (!path(current).equals(path(next))) {
      throw BrokenAnswerException.forGood(
          "The next link of %s leads to another list, %s, and was not followed."
              .formatted(
                  OktaErrorBody.summary(current.getRawPath()),
                  OktaErrorBody.summary(next.getRawPath())));
    }
  }

  private static String path(URI page) {
    return page.getPath().replaceAll("/+", "/").replaceFirst("/$", "");
  }

  private static URI resolve(URI current, String link) {
    if (link.isEmpty()) {
      // RFC 3986, 5.2.2: the same document; Java's resolve would leave the folder that it is in.
      return current;
    }
    if (link.startsWith("?")) {
      // RFC 3986, 5.2.2 keeps the path; Java's resolve would drop its last part.
      return resolve(current, current.getRawPath() + link);
    }
    return current.resolve(uri(link));
  }

  /** Only what no URL may contain is encoded; a cursor that is well-formed stays as it is. */
  private static URI uri(String link) {
    try {
      return new URI(link);
    } catch (URISyntaxException e) {
      return URI.create(IllegalCharacters.encode(link));
    }
  }
}
