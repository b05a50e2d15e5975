/**
 * PostgreSQL: the embedded one, the pools, migrations and partitions. Begin reading at {@link
 * org.oktadata.store.DatabaseConfiguration}; what pages become is in the SQL of {@code
 * db/migration}.
 */
package org.oktadata.store;
