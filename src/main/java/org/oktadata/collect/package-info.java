/**
 * A run: plan → ledger → dispatch → pull → outcome. Begin reading at {@link
 * org.oktadata.collect.Runs}, which starts one, and go on with {@link
 * org.oktadata.collect.Planner}, {@link org.oktadata.collect.Ledger}, {@link
 * org.oktadata.collect.Dispatcher}, {@link org.oktadata.collect.Pulls} and {@link
 * org.oktadata.collect.PullOutcome}; between the last two the routes {@code pull}, {@code okta-get}
 * and {@code store-page} do the work. When to start one say {@link org.oktadata.collect.Schedule},
 * {@link org.oktadata.collect.Refreshes} for what events touched, and {@link
 * org.oktadata.collect.Verifications}; what there is to collect, {@code catalogue}.
 */
package org.oktadata.collect;
