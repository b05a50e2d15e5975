/**
 * Speaking to Okta: access tokens, DPoP, the request budget, the next page, and what an error
 * means.
 *
 * <p>Other packages give this one its connections through {@link
 * org.oktadata.okta.OktaConnections}; routes use its beans by name. The access token never enters a
 * Camel exchange: {@link org.oktadata.okta.WireAuthorization} adds it just before the wire.
 */
package org.oktadata.okta;
