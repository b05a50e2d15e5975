package org.oktadata.web.security;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.oktadata.web.Audit;
import org.oktadata.web.RequestKind;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.logout.LogoutSuccessHandler;
import org.springframework.security.web.authentication.logout.SimpleUrlLogoutSuccessHandler;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.csrf.CsrfTokenRequestAttributeHandler;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Who may do what. Everything needs a signed-in user but health, the login page, and the intakes,
 * which check keys of their own: a viewer reads, an analyst decides about findings as well, an
 * admin changes the rest, and hawtio, which can stop routes, is for admins.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

  /** No inline script, nothing from elsewhere. hawtio writes a policy of its own for its pages. */
  private static final String CONTENT_POLICY =
      "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self';"
          + " form-action 'self'; frame-ancestors 'none'";

  /** What an analyst may change: named one by one, so that nothing new is theirs by its address. */
  private static final String[] DECISIONS = {
    "/api/findings/*/mute",
    "/api/findings/*/accept",
    "/api/findings/*/resolve",
    "/api/findings/*/reopen",
    "/api/findings/decisions",
    "/api/exclusions",
    "/api/exclusions/*/end",
    "/findings/*/mute",
    "/findings/*/accept",
    "/findings/*/resolve",
    "/findings/*/reopen",
    "/findings/several/*",
    "/checks/*/exclusions",
    "/checks/*/exclusions/*/end"
  };

  /** Each filter of each request would be timed by itself, and intakes would pay for it. */
  @Bean
  SecurityObservationSettings noObservations() {
    return SecurityObservationSettings.noObservations();
  }

  /** Spring looks for it when somebody signs in through OIDC. */
  @Bean
  JwtDecoderFactory<ClientRegistration> idTokens() {
    return new ProviderKeys(ProviderRequests.ANSWER);
  }

  @Bean
  SecurityFilterChain security(
      HttpSecurity http,
      SecurityProblems problems,
      ConsoleSettings settings,
      Audit audit,
      ObjectMapper json,
      KnownAccounts accounts,
      OidcRoles roles,
      ObjectProvider<OidcProviders> providers)
      throws Exception {
    OidcProviders elsewhere = providers.getIfAvailable();
    SignInFailure failure = new SignInFailure(elsewhere);
    if (elsewhere != null) {
      letIn(http, elsewhere, failure);
    }
    // Whoever wanted to a provider that is away, and then used a password, isn't sent there again.
    WantedPage wanted =
        new WantedPage(
            request -> asksForPage(request) && !request.getServletPath().startsWith("/oauth2/"));
    RequestMatcher programs = request -> !asksForPage(request);
    return http.authorizeHttpRequests(SecurityConfiguration::rules)
        .exceptionHandling(
            failures ->
                failures
                    .defaultAuthenticationEntryPointFor(problems, programs)
                    .defaultAuthenticationEntryPointFor(
                        new LoginEntry(), SecurityConfiguration::asksForPage)
                    .accessDeniedHandler(new EndedForms(wanted, problems)))
        .httpBasic(basic -> basic.authenticationEntryPoint(problems))
        .formLogin(
            login -> login.loginPage("/login").defaultSuccessUrl("/").failureHandler(failure))
        .logout(
            logout ->
                logout
                    .addLogoutHandler(SecurityConfiguration::forgetPages)
                    .logoutSuccessHandler(toLogin()))
        .addFilterBefore(
            new SessionAge(settings.longestSession()), SecurityContextHolderFilter.class)
        .addFilterBefore(new ChangedAccounts(accounts, roles), SecurityContextHolderFilter.class)
        .addFilterBefore(new ForeignSites(problems), CsrfFilter.class)
        .addFilterBefore(new AccessLogName(), AuthorizationFilter.class)
        .addFilterAfter(new JmxGuard(audit, problems, json), AuthorizationFilter.class)
        .requestCache(cache -> cache.requestCache(wanted))
        .csrf(
            csrf ->
                csrf.requireCsrfProtectionMatcher(new CsrfRule())
                    .csrfTokenRepository(tokens())
                    .csrfTokenRequestHandler(readAtOnce()))
        .headers(
            headers ->
                headers
                    .contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_POLICY))
                    .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN)))
        .build();
  }

  /** Who comes through one of the providers. */
  private static void letIn(HttpSecurity http, OidcProviders providers, SignInFailure failure)
      throws Exception {
    http.oauth2Login(
        login ->
            login
                .loginPage("/login")
                .defaultSuccessUrl("/")
                .failureHandler(failure)
                .tokenEndpoint(
                    from ->
                        from.accessTokenResponseClient(
                            ProviderTokens.patient(ProviderRequests.ANSWER)))
                .authorizationEndpoint(
                    to -> to.authorizationRequestResolver(new WayToProvider(providers))));
  }

  /** Or "back" would show the last page again, which browsers keep whatever they are told. */
  private static void forgetPages(
      HttpServletRequest request, HttpServletResponse response, Authentication person) {
    response.setHeader("Clear-Site-Data", "\"cache\"");
  }

  private static LogoutSuccessHandler toLogin() {
    SimpleUrlLogoutSuccessHandler handler = new SimpleUrlLogoutSuccessHandler();
    handler.setDefaultTargetUrl("/login?signedout");
    return handler;
  }

  private static void rules(
      AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry to) {
    to.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.FORWARD, DispatcherType.ASYNC)
        .permitAll()
        .requestMatchers(
            "/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness")
        .permitAll()
        .requestMatchers("/intake/**")
        .permitAll()
        // The login page, and what it is made of.
        .requestMatchers("/login")
        .permitAll()
        .requestMatchers(
            HttpMethod.GET,
            "/console/console.css",
            "/console/theme.js",
            "/console/mark.svg",
            "/webjars/bootstrap/*/dist/css/bootstrap.min.css",
            "/webjars/bootstrap/dist/css/bootstrap.min.css")
        .permitAll()
        // hawtio could otherwise be made to call other servers on this machine.
        .requestMatchers("/hawtio/proxy/**")
        .denyAll()
        .requestMatchers("/hawtio", "/hawtio/**")
        .hasRole("ADMIN")
        .requestMatchers(HttpMethod.GET)
        .hasAnyRole("VIEWER", "ADMIN")
        .requestMatchers(HttpMethod.HEAD)
        .hasAnyRole("VIEWER", "ADMIN")
        .requestMatchers(HttpMethod.POST, DECISIONS)
        .hasAnyRole("ANALYST", "ADMIN")
        .anyRequest()
        .hasRole("ADMIN");
  }

  /** hawtio's page reads the token from its cookie. */
  private static CookieCsrfTokenRepository tokens() {
    CookieCsrfTokenRepository tokens = CookieCsrfTokenRepository.withHttpOnlyFalse();
    tokens.setCookieCustomizer(cookie -> cookie.sameSite("Lax"));
    return tokens;
  }

  /** The cookie must be there with the first page; by default it waits until a form needs it. */
  private static CsrfTokenRequestAttributeHandler readAtOnce() {
    CsrfTokenRequestAttributeHandler handler = new CsrfTokenRequestAttributeHandler();
    handler.setCsrfRequestAttributeName(null);
    return handler;
  }

  /**
   * Whether a person's browser asks for a page, or posts a form, so that the login page is the
   * right answer.
   */
  private static boolean asksForPage(HttpServletRequest request) {
    boolean form = "POST".equals(request.getMethod()) && request.getHeader("HX-Request") == null;
    return RequestKind.wantsPage(request)
        && ("GET".equals(request.getMethod()) || form)
        && !RequestKind.isForPrograms(request);
  }
}
