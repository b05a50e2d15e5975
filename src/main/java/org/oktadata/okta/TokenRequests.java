package org.oktadata.okta;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hc.core5.http.NameValuePair;
import org.apache.hc.core5.http.message.BasicNameValuePair;
import org.springframework.stereotype.Component;

/**
 * Asks for tokens by client credentials (RFC 6749, section 4.4) until Okta has said yes or a real
 * no: finds out whether the app requires DPoP, takes up nonces, and corrects the clock.
 */
@Component
class TokenRequests {
  /** Enough for: DPoP needed, nonce needed, clock corrected, nonce changed. */
  private static final int MOST_ATTEMPTS = 5;

  /** Less than what an assertion is dated back; beyond it, the error may be why it was refused. */
  private static final Duration NOTICEABLE = Duration.ofSeconds(4);

  private final TokenPost post;
  private final DpopProofs proofs;
  private final ServerClocks clocks;
  private final Set<String> boundIntegrations = ConcurrentHashMap.newKeySet();

  TokenRequests(TokenPost post, DpopProofs proofs, ServerClocks clocks) {
    this.post = post;
    this.proofs = proofs;
    this.clocks = clocks;
  }

  /**
   * The endpoint's last word on these scopes: a token, or a refusal that is not about DPoP or time.
   *
   * @throws OktaTokenException if there was no answer, or none of an authorization server
   */
  TokenAnswer ask(OktaConnection connection, Set<String> scopes) {
    TokenAnswer answer;
    int attempts = 0;
    do {
      var offset = clocks.offset(connection.integration());
      answer = attempt(connection, scopes);
      attempts++;
      if (!isAnotherAttemptDue(connection, answer, offset)) {
        return answer;
      }
    } while (attempts < MOST_ATTEMPTS);
    return answer;
  }

  private TokenAnswer attempt(OktaConnection connection, Set<String> scopes) {
    var integration = connection.integration();
    List<NameValuePair> form = new ArrayList<>();
    form.add(new BasicNameValuePair("grant_type", "client_credentials"));
    form.add(new BasicNameValuePair("scope", String.join(" ", scopes)));
    String authorization = null;
    if (connection.credential() instanceof Credential.PrivateKey key) {
      var assertion = ClientAssertion.sign(connection, SigningKey.of(key), clocks.now(integration));
      form.add(new BasicNameValuePair("client_assertion_type", ClientAssertion.TYPE));
      form.add(new BasicNameValuePair("client_assertion", assertion));
    } else if (connection.credential() instanceof Credential.ClientSecret secret) {
      authorization = basic(connection.clientId(), secret.value());
    }
    var proof =
        usesDpop(connection) ? proofs.forToken(integration, "POST", connection.tokenUrl()) : null;
    return post.send(connection, form, authorization, proof);
  }

  private boolean isAnotherAttemptDue(
      OktaConnection connection, TokenAnswer answer, Duration offsetBefore) {
    return switch (answer.error()) {
      case "use_dpop_nonce" -> usesDpop(connection) || switchToDpop(connection);
      case "invalid_dpop_proof" ->
          switchToDpop(connection) || clockWasWrong(connection, offsetBefore);
      case "invalid_client" -> clockWasWrong(connection, offsetBefore);
      default -> false;
    };
  }

  boolean usesDpop(OktaConnection connection) {
    return connection.dpop() == DpopMode.ALWAYS
        || (connection.dpop() == DpopMode.AUTO
            && boundIntegrations.contains(connection.integration()));
  }

  private boolean switchToDpop(OktaConnection connection) {
    return connection.dpop() == DpopMode.AUTO && boundIntegrations.add(connection.integration());
  }

  private boolean clockWasWrong(OktaConnection connection, Duration offsetBefore) {
    var change = clocks.offset(connection.integration()).minus(offsetBefore).abs();
    return change.compareTo(NOTICEABLE) > 0;
  }

  /** RFC 6749, 2.3.1: both parts are form-encoded before they are joined. */
  private static String basic(String clientId, String secret) {
    var pair = encode(clientId) + ":" + encode(secret);
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
