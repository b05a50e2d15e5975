package org.oktadata.routes;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Tells of data types that were collected and have no line any more, such as an operator's own
 * after an upgrade that replaced the file: their rows stay, and would be taken for today's.
 */
@Component
class LinelessTypes {

  private static final Logger log = LoggerFactory.getLogger(LinelessTypes.class);

  /** Goes from name to name by the index, however many rows each has. */
  private static final String STORED =
      """
      with recursive stored as (
        (select integration, data_type from store.resource order by 1, 2 limit 1)
        union all
        select n.integration, n.data_type
        from stored s cross join lateral (
          select r.integration, r.data_type from store.resource r
          where (r.integration, r.data_type) > (s.integration, s.data_type) order by 1, 2 limit 1) n
      )
      select distinct s.data_type from stored s
      where s.data_type not in (:known)
        and exists (select from store.resource r
                    where (r.integration, r.data_type) = (s.integration, s.data_type) and r.deleted_at is null)
      order by 1\
      """;

  private final JdbcClient database;
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  LinelessTypes(JdbcClient database) {
    this.database = database;
  }

  /** Tells each once, until it has a line again. */
  void tell(Set<String> known) {
    told.removeAll(known);
    try {
      List<String> found = database.sql(STORED).param("known", known).query(String.class).list();
      for (String type : found) {
        if (told.add(type)) {
          log.warn(
              "Routes: {} has rows, but no line in data-types.yaml: it isn't collected any more, and okta.{} shows what was read last. Add its line again, or let its rows go by SQL: update store.resource set deleted_at = now() where data_type = '{}' and deleted_at is null",
              type,
              type,
              type);
        }
      }
    } catch (DataAccessException databaseIsAway) {
      log.debug("Which data types have no line isn't known now", databaseIsAway);
    }
  }
}
