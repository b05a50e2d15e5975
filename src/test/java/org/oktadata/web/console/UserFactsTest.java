package org.oktadata.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.oktadata.web.StartedApplication;
import org.springframework.beans.factory.annotation.Autowired;

class UserFactsTest extends StartedApplication {

  @Autowired private UserFacts facts;

  @BeforeEach
  void anAppForEveryone() {
    jdbc.sql("delete from store.resource where integration = 'paths'").update();
    jdbc.sql(
            """
            insert into store.resource (integration, data_type, parent_id, id, doc) values
              ('paths', 'users', '', 'here', '{"status": "ACTIVE"}'),
              ('paths', 'users', '', 'left', '{"status": "DEPROVISIONED"}'),
              ('paths', 'groups', '', 'all', '{"type": "BUILT_IN", "profile": {"name": "Everyone"}}'),
              ('paths', 'apps', '', 'wiki', '{"label": "Wiki"}'),
              ('paths', 'app_groups', 'wiki', 'all', '{}')""")
        .update();
  }

  @Test
  void everyoneIsAWayToAppsForAllButThoseWhoHaveLeft() {
    assertThat(facts.paths("paths", "here"))
        .singleElement()
        .satisfies(
            path -> {
              assertThat(path.name()).isEqualTo("Wiki");
              assertThat(path.via()).isEqualTo("Everyone");
            });
    assertThat(facts.paths("paths", "left")).isEmpty();
  }

  @Test
  void analystsSeeTheSameWays() {
    assertThat(
            jdbc.sql(
                    "select user_id || ' ' || group_name || ' ' || resource_name from okta.access_paths where integration = 'paths'")
                .query(String.class)
                .list())
        .containsExactly("here Everyone Wiki");
  }
}
