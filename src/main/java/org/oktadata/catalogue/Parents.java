package org.oktadata.catalogue;

/**
 * Whose rows a data type is read for, as SQL over the view of its parent, {@code v}; all empty for
 * one that is read by itself.
 *
 * @param dataType the parent: data type whose rows this list is read for
 * @param where condition: parents that can have rows
 * @param never condition: parents never read, because their rows follow from other data
 * @param once condition: parents that are read again only after they changed
 * @param order order in which they are read
 * @param changed condition: parents to read in a delta
 * @param expected expression: how many rows a parent has, as Okta counts them
 */
public record Parents(
    String dataType,
    String where,
    String never,
    String once,
    String order,
    String changed,
    String expected) {}
