/**
 * Telling others of findings: by webhook, Slack, mail or a bus of events, each change once. Begin
 * reading at {@link org.oktadata.deliveries.Deliveries}, which queues and claims what the route
 * {@code deliver} asks for; {@link org.oktadata.deliveries.DeliveryMessage} writes it as its
 * channel wants it.
 */
package org.oktadata.deliveries;
