package org.oktadata.collect;

/**
 * One list to read: a row of the ledger.
 *
 * @param request key in the ledger: the parent's id, or which of several root lists
 * @param parent id of the parent that its rows belong to, empty for a root list
 * @param position place in the plan
 * @param path path and query below the org's URL
 * @param next link to go on from, or null to start at the path
 * @param state planned, or listed where only the closing is left
 * @param pages how many of its pages are stored
 */
public record PlannedList(
    String request,
    String parent,
    long position,
    String path,
    String next,
    String state,
    int pages) {}
