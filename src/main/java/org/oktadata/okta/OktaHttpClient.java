package org.oktadata.okta;

import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.CredentialsProvider;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultProxyRoutePlanner;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.routing.HttpRoutePlanner;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.Timeout;
import org.springframework.util.unit.DataSize;

/**
 * The manners of every HTTP client here: no retries of its own (a silent second try would spend the
 * budget unseen), no redirects (they would carry the token elsewhere), no cookies, time-outs,
 * proxy.
 */
final class OktaHttpClient implements HttpClientConfigurer {
  private final OktaHttpSettings settings;
  private final HttpClientConnectionManager pool;

  OktaHttpClient(OktaHttpSettings settings, HttpClientConnectionManager pool) {
    this.settings = settings;
    this.pool = pool;
  }

  @Override
  public void configureHttpClient(HttpClientBuilder builder) {
    var responseTimeout = Timeout.of(settings.responseTimeout());
    builder
        .setConnectionManager(pool)
        .setConnectionManagerShared(true)
        .setDefaultRequestConfig(
            RequestConfig.custom()
                .setResponseTimeout(responseTimeout)
                .setConnectionRequestTimeout(responseTimeout)
                .build())
        .setUserAgent(userAgent())
        .disableAutomaticRetries()
        .disableRedirectHandling()
        .disableCookieManagement()
        .disableAuthCaching();
    if (settings.proxyHost() != null) {
      HttpHost proxy = new HttpHost(settings.proxyHost(), settings.proxyPort());
      builder.setRoutePlanner(planner(proxy));
      builder.setDefaultCredentialsProvider(login(proxy));
      WayThroughProxy.watch(builder);
    }
  }

  /** Answers are read whole inside the call, up to a size and a time for the whole call. */
  void limit(HttpClientBuilder builder, DataSize largest) {
    builder
        .addExecInterceptorFirst("whole-answer", new WholeAnswer(largest, settings.longestCall()))
        .addResponseInterceptorFirst(new OneContentCoding());
  }

  static String userAgent() {
    var version = OktaHttpClient.class.getPackage().getImplementationVersion();
    return "okta-data-integration/" + (version == null ? "dev" : version);
  }

  /** For the proxy alone, and told only when it asks. */
  private CredentialsProvider login(HttpHost proxy) {
    var logins = new BasicCredentialsProvider();
    if (settings.proxyUsername() != null) {
      logins.setCredentials(
          new AuthScope(proxy),
          new UsernamePasswordCredentials(
              settings.proxyUsername(), settings.proxyPassword().toCharArray()));
    }
    return logins;
  }

  private static HttpRoutePlanner planner(HttpHost proxy) {
    return new DefaultProxyRoutePlanner(proxy) {
      @Override
      protected HttpHost determineProxy(HttpHost target, HttpContext context) {
        return OrgUrl.isLoopback(target.getHostName()) ? null : proxy;
      }
    };
  }
}
