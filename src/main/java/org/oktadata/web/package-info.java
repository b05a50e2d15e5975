/**
 * The way in: {@code /api}, health, hawtio, and who may use them. One controller a resource; what
 * goes wrong becomes a problem detail (RFC 9457) in {@link org.oktadata.web.Problems}.
 */
package org.oktadata.web;
