/**
 * What Okta pushes: envelopes are opened, their System Log events stored once, and the health of
 * the streams is watched.
 */
package org.oktadata.events;
