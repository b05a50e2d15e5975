package org.oktadata.integrations;

import java.util.Map;
import java.util.function.IntSupplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes settings that may lead an integration to another org. Then whoever works on it loses the
 * lease first: a page of the former org that is on its way would bring its link to go on from. The
 * lease comes before the row here as everywhere, or two would wait for each other.
 */
@Component
class IssuerChange {

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;

  IssuerChange(JdbcClient jdbc, TransactionTemplate transaction) {
    this.jdbc = jdbc;
    this.transaction = transaction;
  }

  /**
   * Does the update in one transaction with what it needs.
   *
   * @param columns what is stored, with the integration's name and issuer
   * @return what the update does: the rows it wrote
   */
  int around(Map<String, Object> columns, IntSupplier update) {
    return transaction.execute(
        status -> {
          jdbc.sql(
                  """
                  select store.revoke_lease(name) from store.integration
                  where name = :name and issuer <> :issuer and state <> 'removing'""")
              .param("name", columns.get("name"))
              .param("issuer", columns.get("issuer"))
              .query((row, number) -> true)
              .list();
          return update.getAsInt();
        });
  }
}
