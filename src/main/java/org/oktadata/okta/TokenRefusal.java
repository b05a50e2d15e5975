package org.oktadata.okta;

import java.time.Duration;
import java.util.Locale;

/** Turns the token endpoint's refusals into sentences that say what to change, and where. */
final class TokenRefusal {
  private TokenRefusal() {}

  /** The failure that an answer without a token stands for (Okta's OAuth error codes). */
  static OktaTokenException of(OktaConnection connection, TokenAnswer answer) {
    var org = connection.issuer();
    if (answer.status() == 429) {
      return OktaTokenException.passing(
          org + " refused a token because its rate limit for tokens is used up.",
          Duration.ofMillis(answer.waitMillis()));
    }
    if (answer.status() >= 500) {
      return OktaTokenException.passing(
          org + " could not issue a token: its server answered " + answer.status() + ".");
    }
    return new OktaTokenException(
        switch (answer.error()) {
          case "" ->
              org
                  + " does not answer like an Okta org ("
                  + answer.status()
                  + "): check the issuer.";
          case "invalid_client" -> invalidClient(connection, answer);
          case "invalid_dpop_proof" -> invalidProof(connection, answer);
          case "use_dpop_nonce" -> org + " asks for a DPoP nonce again and again.";
          case "access_denied" -> denied(org.toString(), answer);
          case "unauthorized_client", "unsupported_grant_type" ->
              "The app "
                  + connection.clientId()
                  + " may not use client credentials: create it as API Services app"
                  + said(answer);
          case "E0000007", "E0000022" ->
              org + " has no token endpoint (" + answer.status() + "): check the issuer.";
          default ->
              org
                  + " refused a token with "
                  + answer.status()
                  + " "
                  + answer.error()
                  + said(answer);
        });
  }

  private static String invalidClient(OktaConnection connection, TokenAnswer answer) {
    var text = answer.description().toLowerCase(Locale.ROOT);
    var app = "the app " + connection.clientId();
    if (text.contains("client_id") || text.contains("client id")) {
      return "Okta knows no app with the client id "
          + connection.clientId()
          + " in this org: check client id and issuer.";
    }
    if (text.contains("kid") || text.contains("signature is invalid") || text.contains("jwks")) {
      return "Okta cannot check the key of "
          + app
          + ": see that the key id is right and that its public key is saved there"
          + said(answer);
    }
    if (text.contains("expired") || text.contains("future") || text.contains("current time")) {
      return "Okta refuses the time in the signature: set the clock of this machine" + said(answer);
    }
    if (text.contains("must use")) {
      return "Okta wants another kind of credential for " + app + said(answer);
    }
    return (connection.credential() instanceof Credential.ClientSecret)
        ? "Okta refuses the client id or the secret of " + app + ": check both."
        : "Okta refuses the client id or the key of " + app + said(answer);
  }

  private static String invalidProof(OktaConnection connection, TokenAnswer answer) {
    if (connection.dpop() == DpopMode.NEVER) {
      return "The app "
          + connection.clientId()
          + " requires DPoP, but this integration has dpop: never; set it to auto.";
    }
    return "Okta refuses the DPoP proof" + said(answer);
  }

  private static String denied(String org, TokenAnswer answer) {
    return answer.description().contains("network zone")
        ? org + " does not allow this app from our network address: see the app's network zones."
        : org + " denies the app a token" + said(answer);
  }

  private static String said(TokenAnswer answer) {
    var text = answer.description().strip();
    return text.isEmpty() ? "." : " (Okta says: " + text.replaceFirst("\\.$", "") + ").";
  }
}
