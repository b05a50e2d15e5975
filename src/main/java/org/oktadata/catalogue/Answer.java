package org.oktadata.catalogue;

import java.util.List;

/**
 * How an answer to a data type's calls is read, and what of it is stored.
 *
 * @param key property that identifies a document in its list ({@code a.b} for nested ones, {@code
 *     a|b} for the first that it has)
 * @param items property that wraps the list ({@code a.b} for a nested one), or empty where the body
 *     is the list
 * @param document whether the answer is one document rather than a list
 * @param keep properties to store, or empty for the whole document
 * @param drop properties never stored, as dotted paths that go through lists, too: secret values
 * @param varies properties that change without a timestamp or event telling of it, as dotted paths:
 *     no drift
 * @param absent statuses that mean the org has no such thing, for example 400
 */
public record Answer(
    String key,
    String items,
    boolean document,
    List<String> keep,
    List<String> drop,
    List<String> varies,
    List<Integer> absent) {}
