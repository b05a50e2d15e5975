/**
 * Speaking to Okta. Begin reading with what you are after:
 *
 * <ul>
 *   <li>When a call may go: {@link org.oktadata.okta.RequestBudget}, which keeps an {@link
 *       org.oktadata.okta.IntegrationBudget} for each org, with a {@link org.oktadata.okta.Bucket}
 *       for each rate limit and an {@link org.oktadata.okta.InFlightLimit} over all of them.
 *   <li>Access tokens and DPoP: {@link org.oktadata.okta.AccessTokens}, {@link
 *       org.oktadata.okta.TokenFetch}, {@link org.oktadata.okta.TokenRequests}. The token never
 *       enters a Camel exchange: {@link org.oktadata.okta.WireAuthorization} adds it just before
 *       the wire.
 *   <li>The call itself: {@link org.oktadata.okta.OktaHttpClient}; what came is looked at by {@link
 *       org.oktadata.okta.WholeAnswer} and {@link org.oktadata.okta.PageBody}.
 *   <li>The next page: {@link org.oktadata.okta.NextPage}.
 *   <li>What an error means, and whether it is worth another attempt: {@link
 *       org.oktadata.okta.OktaFailure}, {@link org.oktadata.okta.RetryDelay}.
 * </ul>
 *
 * <p>Other packages give this one its connections through {@link
 * org.oktadata.okta.OktaConnections}; routes use its beans by name.
 */
package org.oktadata.okta;
