package org.oktadata.web.console;

/**
 * An entry of the navigation.
 *
 * @param heading what begins with it, or null
 */
record Place(String heading, String section, String label, String path) {}
