package org.oktadata.instances;

/**
 * The right to work on an integration, as this instance holds it.
 *
 * @param integration whose org
 * @param epoch number that the database compares with each write
 * @param since when it was taken, by {@link System#nanoTime}
 */
public record Lease(String integration, long epoch, long since) {}
