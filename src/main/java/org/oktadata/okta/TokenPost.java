package org.oktadata.okta;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.entity.UrlEncodedFormEntity;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.NameValuePair;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.springframework.stereotype.Component;

/**
 * Sends one request to a token endpoint, by the same HTTP client as all calls but not by an
 * exchange, whose bodies and headers a tracer could show.
 */
@Component
class TokenPost {
  private final HttpClient client;
  private final DpopProofs proofs;
  private final ServerClocks clocks;

  TokenPost(HttpClient oktaHttpClient, DpopProofs proofs, ServerClocks clocks) {
    this.client = oktaHttpClient;
    this.proofs = proofs;
    this.clocks = clocks;
  }

  /**
   * Posts the form.
   *
   * @param authorization the Authorization header, or null
   * @param proof the DPoP header, or null
   * @throws OktaTokenException if no answer could be had
   */
  TokenAnswer send(
      OktaConnection connection, List<NameValuePair> form, String authorization, String proof) {
    var url = connection.tokenUrl();
    var post = new HttpPost(url);
    post.setEntity(new UrlEncodedFormEntity(form, StandardCharsets.UTF_8));
    post.setHeader("Accept", "application/json");
    if (authorization != null) {
      post.setHeader("Authorization", authorization);
    }
    if (proof != null) {
      post.setHeader("DPoP", proof);
    }
    try {
      return client.execute(post, answer -> read(connection.integration(), url, answer));
    } catch (IOException e) {
      throw NetworkProblem.of(e, url).forToken(e);
    } catch (BrokenAnswerException e) {
      throw e.isPassing()
          ? OktaTokenException.passing(e.getMessage())
          : new OktaTokenException(e.getMessage());
    }
  }

  private TokenAnswer read(String integration, URI url, ClassicHttpResponse answer)
      throws IOException, HttpException {
    clocks.learn(integration, AnswerHeaders.of(answer).first("Date"));
    proofs.remember(integration, url, AnswerHeaders.of(answer).first("DPoP-Nonce"));
    var body =
        answer.getEntity() == null
            ? ""
            : EntityUtils.toString(answer.getEntity(), StandardCharsets.UTF_8);
    var wait = RateLimit.read(AnswerHeaders.of(answer)).map(RateLimit::waitMillis).orElse(0L);
    return TokenAnswer.of(answer.getCode(), body, wait);
  }
}
