/**
 * The filter language of Okta's System Log: {@link org.oktadata.filters.EventFilter} is a condition
 * that an event is held against, {@link org.oktadata.filters.EventPath} a place in an event. Begin
 * reading at the first; what the database and the choice of rules leave out beforehand is {@link
 * org.oktadata.filters.EventNarrowing} and {@link org.oktadata.filters.EventTypes}.
 */
package org.oktadata.filters;
