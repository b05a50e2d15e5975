package org.oktadata.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.oktadata.catalogue.Catalogue;
import org.oktadata.catalogue.DataType;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A role that is limited to groups carries a copy of each, and no event tells that it is old. */
class RoleTargetsTest extends StoredPages {

  private static final String GROUPS =
      "[{\"id\":\"same\",\"profile\":{\"name\":\"Same\"}},{\"id\":\"other\",\"profile\":{\"name\":\"New\"}},"
          + "{\"id\":\"holder\",\"profile\":{\"name\":\"Holder\"}},{\"id\":\"gone\",\"profile\":{\"name\":\"Gone\"}}]";

  @Test
  void aDeltaReadsRolesAgainWhoseGroupHasAnotherNameOrIsGone() {
    store("groups", GROUPS, "");
    app.database().sql("update store.resource set deleted_at = now() where id = 'gone'").update();
    for (String user : List.of("a", "b", "c", "d", "e")) {
      byItself("role_assignees", user, "");
    }
    role("admin_roles", "a", "same", "Same");
    role("admin_roles", "b", "other", "Old");
    role("admin_roles", "c", "gone", "Gone");
    role("admin_roles", "d", "unknown", "Whatever");
    role("group_roles", "holder", "other", "Old");
    assertThat(planned("admin_roles"))
        .containsExactly(
            "/api/v1/users/b/roles?expand=targets/groups",
            "/api/v1/users/c/roles?expand=targets/groups");
    assertThat(planned("group_roles"))
        .containsExactly("/api/v1/groups/holder/roles?expand=targets/groups");
  }

  /** Roles are few, also where groups are a million; and each delta asks. */
  @Test
  void whatIsOutdatedIsFoundByTheKeysOfTheGroups() {
    store("groups", GROUPS, "");
    app.database()
        .sql(
            """
            insert into store.resource (integration, data_type, parent_id, id, doc)
            select 'acme', 'groups', '', 'g' || n, '{"profile": {"name": "Many"}}' from generate_series(1, 50000) n;
            analyze store.resource""")
        .update();
    role("group_roles", "holder", "other", "Old");
    long read =
        new TransactionTemplate(app.bean(PlatformTransactionManager.class))
            .execute(
                transaction -> {
                  long before = rowsRead();
                  assertThat(planned("group_roles")).hasSize(1);
                  return rowsRead() - before;
                });
    assertThat(read).isLessThan(1_000);
  }

  private static long rowsRead() {
    return app.count(
        "select seq_tup_read + idx_tup_fetch from pg_stat_xact_user_tables where relid = 'store.resource'::regclass");
  }

  private static void role(String type, String parent, String group, String name) {
    app.database()
        .sql(
            """
            insert into store.resource (integration, data_type, parent_id, id, doc)
            values ('acme', ?, ?, 'ra1', jsonb_build_object('_embedded', jsonb_build_object('targets', jsonb_build_object('groups',
              jsonb_build_array(jsonb_build_object('id', ?::text, 'profile', jsonb_build_object('name', ?::text)))))))""")
        .params(type, parent, group, name)
        .update();
  }

  private List<String> planned(String name) {
    pullBegins(name);
    DataType type = app.bean(Catalogue.class).get(name);
    Pull pull = new Pull(run, "acme", name, RunMode.DELTA, epoch());
    app.bean(Planner.class).plan(pull, type, Instant.now());
    return app.database()
        .sql("select path from store.request where run_id = ? and data_type = ? order by path")
        .params(run, name)
        .query(String.class)
        .list();
  }
}
