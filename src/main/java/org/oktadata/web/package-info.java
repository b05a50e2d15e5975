/**
 * The way in: {@code /api} and health; who may use them is in {@code web.security}. One controller
 * a resource; what goes wrong becomes a problem detail (RFC 9457) in {@link
 * org.oktadata.web.Problems}.
 */
package org.oktadata.web;
