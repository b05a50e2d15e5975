package org.oktadata.web.console;

/** An entry of the navigation. */
record Place(String section, String label, String path) {}
