package org.oktadata.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;

/**
 * An Okta org for development and tests: an HTTP server that behaves as Okta does, on documents
 * that it generates.
 */
public final class SandboxOkta implements AutoCloseable {
  private final HttpDoor door;
  private final SandboxOrg org;
  private final TokenEndpoint tokens;
  private final SandboxStatistics statistics = new SandboxStatistics();
  private final SandboxFaults faults = new SandboxFaults();
  private final String url;

  private SandboxOkta(SandboxOrg org, SandboxOptions options) throws IOException {
    this.org = org;
    tokens = new TokenEndpoint(options, org::now);
    FrontDesk desk = new FrontDesk(org, options, tokens, statistics, faults);
    door = new HttpDoor(options.address(), options.port(), desk::serve);
    url = "http://127.0.0.1:" + door.port();
    door.open();
  }

  /** Starts a sandbox with that org. */
  public static SandboxOkta start(SandboxOrg org, SandboxOptions options) {
    try {
      return new SandboxOkta(org, options);
    } catch (IOException portTaken) {
      throw new UncheckedIOException(portTaken);
    }
  }

  /** Starts a sandbox that answers at once and without limits. */
  public static SandboxOkta start(SandboxOrg org) {
    return start(org, SandboxOptions.standard());
  }

  /** The org URL, such as {@code http://127.0.0.1:8090}. */
  public String url() {
    return url;
  }

  public SandboxOrg org() {
    return org;
  }

  public SandboxStatistics statistics() {
    return statistics;
  }

  public SandboxFaults faults() {
    return faults;
  }

  /** Lets a client in, or changes one that is. */
  public SandboxOkta register(SandboxClient client) {
    tokens.register(client);
    return this;
  }

  /** A client as it is registered. */
  public SandboxClient client(String id) {
    return tokens.client(id);
  }

  /** The access tokens that were given out and not revoked. */
  public Set<String> tokens() {
    return tokens.tokens().values();
  }

  /** No access token given out so far is valid any more. */
  public void revokeTokens() {
    tokens.tokens().revokeAll();
  }

  /** Proofs of possession need a new nonce; the one before stays valid unless it is forgotten. */
  public void changeNonce(boolean forgetOld) {
    tokens.proofs().changeNonce(forgetOld);
  }

  @Override
  public void close() {
    door.close();
  }
}
