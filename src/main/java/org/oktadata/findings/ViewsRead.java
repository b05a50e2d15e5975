package org.oktadata.findings;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Which views of schema {@code okta} a query reads, as PostgreSQL itself understands it: a view of
 * the query is made, its dependencies are looked up, and nothing of it stays. The query isn't run:
 * that is {@link ReaderQuery}'s, with fewer rights than this has.
 */
@Component
class ViewsRead {

  private static final int SECONDS = 10;

  /** Which view names which other in its text. */
  private static final String NAMED =
      """
      select distinct v.relname, c.relname from pg_rewrite r
      join pg_class v on v.oid = r.ev_class
      join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid
        and d.refclassid = 'pg_class'::regclass and d.refobjid <> r.ev_class
      join pg_class c on c.oid = d.refobjid and c.relnamespace = 'okta'::regnamespace
      where v.relnamespace = 'okta'::regnamespace or v.oid = cast(? as regclass)""";

  /** "Not supported" would make the connection pool throw the connection away. */
  private static final String RUN =
      """
      do $$ begin
        execute current_setting('okta.asked');
      exception when feature_not_supported then
        raise insufficient_privilege using message = sqlerrm;
      end $$""";

  private final JdbcClient database;
  private final TransactionTemplate forgotten;

  ViewsRead(JdbcClient database, PlatformTransactionManager transactions) {
    this.database = database;
    this.forgotten = new TransactionTemplate(transactions);
    this.forgotten.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
  }

  /**
   * What a query names.
   *
   * @param named the views of its own text, without their schema
   * @param within which other each view names in its own text
   */
  record Views(Set<String> named, Map<String, Set<String>> within) {}

  /**
   * The views of a query.
   *
   * @param values of its named parameters
   * @throws org.springframework.dao.DataAccessException where PostgreSQL doesn't understand it
   */
  Views of(String query, Map<String, ?> values) {
    String asked = QueryText.of(query.replaceAll(";\\s*$", ""), values);
    // A second statement would run, and with all rights of this user.
    return asked.contains(";") ? new Views(Set.of(), Map.of()) : looked(asked);
  }

  private Views looked(String asked) {
    return forgotten.execute(
        status -> {
          status.setRollbackOnly();
          database.sql("set local statement_timeout = '%ds'".formatted(SECONDS)).update();
          database.sql("set local search_path = pg_catalog, pg_temp").update();
          // Instances may look at the same time.
          String view =
              "rule_" + database.sql("select pg_backend_pid()").query(Integer.class).single();
          // Around the query, since each column of a view has a name of its own.
          String create =
              "create view store.%s as select 1 as found from (%s\n) asked".formatted(view, asked);
          database
              .sql("select set_config('okta.asked', ?, true)")
              .param(create)
              .query(String.class)
              .single();
          database.sql(RUN).update();
          Map<String, Set<String>> within = new HashMap<>();
          database
              .sql(NAMED)
              .param("store." + view)
              .query(
                  row -> {
                    within
                        .computeIfAbsent(row.getString(1), any -> new TreeSet<>())
                        .add(row.getString(2));
                  });
          Set<String> named = within.remove(view);
          return new Views(named == null ? Set.of() : named, within);
        });
  }
}
