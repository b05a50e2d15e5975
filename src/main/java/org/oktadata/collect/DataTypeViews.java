package org.oktadata.collect;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Gives every data type a view: those that no migration made get a plain one. */
@Component
class DataTypeViews {

  private final JdbcClient database;

  DataTypeViews(JdbcClient database) {
    this.database = database;
  }

  void ensure(Collection<DataType> types) {
    Set<String> known =
        new HashSet<>(
            database
                .sql("select table_name from information_schema.views where table_schema = 'okta'")
                .query(String.class)
                .list());
    types.stream().map(DataType::name).filter(name -> !known.contains(name)).forEach(this::create);
  }

  /** Instances that take over an edit at the same time wait for each other. */
  private void create(String name) {
    database
        .sql(
            """
            do $$ begin
            perform pg_advisory_xact_lock(hashtext('okta views'));
            create or replace view okta.%1$s as
            select integration, parent_id, id, doc ->> 'name' as name, doc ->> 'status' as status, doc ->> 'type' as type,
                   store.instant(coalesce(doc ->> 'created', doc ->> 'createdDate')) as created,
                   store.instant(coalesce(doc ->> 'lastUpdated', doc ->> 'lastUpdate')) as last_updated,
                   doc, changed_at
            from store.resource where data_type = '%1$s' and deleted_at is null;
            end $$"""
                .formatted(name))
        .update();
  }
}
