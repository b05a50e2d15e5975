package org.oktadata.findings;

import org.oktadata.filters.EventFilter;

/** One kind of event a detection looks for; most have only one. */
record Step(String name, EventFilter filter) {}
