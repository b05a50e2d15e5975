package org.oktadata.web.security;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;

/** Leads to a provider; while it is away, back to the login page, which says so. */
class WayToProvider implements OAuth2AuthorizationRequestResolver {

  private static final String BASE =
      OAuth2AuthorizationRequestRedirectFilter.DEFAULT_AUTHORIZATION_REQUEST_BASE_URI;

  private final OidcProviders providers;
  private final OAuth2AuthorizationRequestResolver way;

  WayToProvider(OidcProviders providers) {
    this.providers = providers;
    this.way = new DefaultOAuth2AuthorizationRequestResolver(providers, BASE);
  }

  @Override
  public OAuth2AuthorizationRequest resolve(HttpServletRequest request) {
    String path = request.getServletPath();
    return path.startsWith(BASE + "/")
            && providers.findByRegistrationId(path.substring(BASE.length() + 1)) != null
        ? way.resolve(request)
        : null;
  }

  @Override
  public OAuth2AuthorizationRequest resolve(HttpServletRequest request, String registration) {
    return way.resolve(request, registration);
  }
}
