package org.oktadata.web.security;

import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.time.Duration;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;

/**
 * Requests to a provider, which end in time. Those of Spring's own wait for ever, each with a
 * thread of the server's.
 */
final class ProviderRequests {

  /** How long a person who signs in, and a thread with them, waits for one answer. */
  static final Duration ANSWER = Duration.ofSeconds(10);

  private static final Duration CONNECT = Duration.ofSeconds(5);

  private ProviderRequests() {}

  /**
   * Requests that wait for a connection for five seconds, and so long for an answer. They carry
   * secrets, so they go nowhere else.
   */
  static ClientHttpRequestFactory within(Duration answer) {
    return within(answer, Redirect.NEVER);
  }

  /** The same for what carries no secret, such as a request for keys that have moved. */
  static ClientHttpRequestFactory wherever(Duration answer) {
    return within(answer, Redirect.NORMAL);
  }

  private static ClientHttpRequestFactory within(Duration answer, Redirect redirect) {
    JdkClientHttpRequestFactory requests =
        new JdkClientHttpRequestFactory(
            HttpClient.newBuilder().connectTimeout(CONNECT).followRedirects(redirect).build());
    requests.setReadTimeout(answer);
    return requests;
  }
}
