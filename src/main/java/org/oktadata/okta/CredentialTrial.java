package org.oktadata.okta;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.stereotype.Component;

/**
 * Tries credentials that aren't in use yet. Nothing is kept: whoever is collecting goes on with the
 * token that the old ones got.
 */
@Component
public class CredentialTrial {

  private static final Duration PATIENCE = Duration.ofSeconds(28);

  private final TokenFetch fetch;
  private final OktaConnections connections;

  CredentialTrial(TokenFetch fetch, OktaConnections connections) {
    this.fetch = fetch;
    this.connections = connections;
  }

  /** Null where Okta issues a token for them, otherwise what it said. */
  public String refusal(OktaConnection candidate) {
    var trial = new FutureTask<>(() -> ask(candidate));
    var thread = new Thread(trial, "credential-trial");
    thread.setDaemon(true);
    thread.start();
    try {
      return trial.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      trial.cancel(true);
      return "%s has not answered within %d seconds."
          .formatted(candidate.issuer(), PATIENCE.toSeconds());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "The trial was interrupted.";
    } catch (ExecutionException e) {
      throw new IllegalStateException("The credentials could not be tried", e.getCause());
    }
  }

  private String ask(OktaConnection candidate) {
    try {
      fetch.fetch(candidate, connections.scopes(candidate.integration()));
      return null;
    } catch (OktaTokenException refused) {
      return refused.getMessage();
    }
  }
}
