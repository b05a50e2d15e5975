/**
 * What Okta pushes: envelopes are opened, their System Log events stored once, and the health of
 * the streams is watched. Begin reading with the door:
 *
 * <ul>
 *   <li>HTTP, route {@code stream-http}: {@link org.oktadata.events.IntakeGate}, then {@link
 *       org.oktadata.events.IntakeLetters} and {@link org.oktadata.events.IntakeAnswers}.
 *   <li>A queue, routes {@code stream-sqs} and {@code store-group}: {@link
 *       org.oktadata.events.SqsMessages}, {@link org.oktadata.events.SqsGroups}, {@link
 *       org.oktadata.events.HiddenMessages}.
 *   <li>Kafka, routes {@code to-kafka} and {@code stream-kafka}: {@link
 *       org.oktadata.events.EventRecords}, {@link org.oktadata.events.KafkaRecords}.
 *   <li>The polled System Log, where it must be taken apart: {@link org.oktadata.events.LogPages}.
 * </ul>
 *
 * <p>All of them open what came with {@link org.oktadata.events.Envelopes} and store a {@link
 * org.oktadata.events.Batch} by route {@code store-batch}; what can't be taken in waits in {@link
 * org.oktadata.events.Quarantine}. {@link org.oktadata.events.StreamWatch} looks for streams that
 * stopped, and {@link org.oktadata.events.StreamHealth} says which can be relied on.
 */
package org.oktadata.events;
