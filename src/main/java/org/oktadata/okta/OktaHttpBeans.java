package org.oktadata.okta;

import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

/** One pool of connections for the token requests and for Camel's http and https components. */
@Configuration(proxyBeanMethods = false)
class OktaHttpBeans {
  private static final int MOST_CONNECTIONS = 400;
  private static final DataSize LARGEST_TOKEN = DataSize.ofMegabytes(1);

  /** Okta's headers are some 5 KB; without these a single header could fill the memory. */
  private static final Http1Config HEADERS =
      Http1Config.custom().setMaxLineLength(64 << 10).setMaxHeaderCount(500).build();

  @Bean
  PoolingHttpClientConnectionManager oktaConnectionPool(OktaHttpSettings settings) {
    var connectTimeout = Timeout.of(settings.connectTimeout());
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setMaxConnPerRoute(settings.connectionsPerHost())
        .setMaxConnTotal(Math.max(MOST_CONNECTIONS, settings.connectionsPerHost()))
        .setConnectionFactory(
            ManagedHttpClientConnectionFactory.builder().http1Config(HEADERS).build())
        .setTlsSocketStrategy(
            new DefaultClientTlsStrategy(TrustedCertificates.context(settings.trustedFile())))
        .setDefaultTlsConfig(TlsConfig.custom().setHandshakeTimeout(connectTimeout).build())
        .setDefaultConnectionConfig(
            ConnectionConfig.custom()
                .setConnectTimeout(connectTimeout)
                .setSocketTimeout(Timeout.of(settings.responseTimeout()))
                // Load balancers close what was idle; look before the first use after a pause.
                .setValidateAfterInactivity(TimeValue.ofSeconds(2))
                .setTimeToLive(TimeValue.ofMinutes(10))
                .build())
        .build();
  }

  @Bean
  OktaHttpClient oktaHttpManners(
      OktaHttpSettings settings, PoolingHttpClientConnectionManager oktaConnectionPool) {
    return new OktaHttpClient(settings, oktaConnectionPool);
  }

  /** The client of the token requests; Camel's components build their own on the same pool. */
  @Bean
  HttpClient oktaHttpClient(OktaHttpClient oktaHttpManners) {
    var builder = HttpClientBuilder.create();
    oktaHttpManners.configureHttpClient(builder);
    oktaHttpManners.limit(builder, LARGEST_TOKEN);
    return builder.build();
  }

  @Bean
  ComponentCustomizer oktaHttpComponents(
      OktaHttpSettings settings,
      PoolingHttpClientConnectionManager oktaConnectionPool,
      OktaHttpClient oktaHttpManners,
      WireAuthorization wireAuthorization) {
    return ComponentCustomizer.forType(
        HttpComponent.class,
        component -> {
          component.setClientConnectionManager(oktaConnectionPool);
          component.setCookieManagementDisabled(true);
          component.setHttpClientConfigurer(
              builder -> {
                oktaHttpManners.configureHttpClient(builder);
                oktaHttpManners.limit(builder, settings.maxAnswer());
                wireAuthorization.configureHttpClient(builder);
              });
        });
  }
}
