package org.oktadata.findings;

import java.sql.Types;
import java.util.List;
import org.oktadata.integrations.WrongSetting;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Whom or what a person means by a login, a name or an id: exactly one, or nobody. */
@Component
class ExclusionSubjects {

  /**
   * @param type as findings have it
   * @param integration where it is
   */
  record Found(String type, String id, String integration) {

    private boolean is(Found other) {
      return type.equals(other.type) && id.equals(other.id);
    }

    private String told() {
      return "the " + type.replace('_', ' ') + " " + id + " in " + integration;
    }
  }

  /** What the check found calls its subject as the next finding will. */
  private static final String OF_FINDINGS =
      """
      select subject_type, subject_id, min(integration) from store.finding
      where check_id = :check and subject_id = :who and (:integration::text is null or integration = :integration)
      group by 1, 2 order by 1 limit 3""";

  /** A probe of an index for each way to call something. */
  private static final String COLLECTED =
      """
      select r.data_type, r.id, r.integration
      from store.integration i
      cross join lateral (
        select data_type, id, integration from store.resource
        where integration = i.name and id = :who and deleted_at is null and data_type in
          ('users', 'groups', 'apps', 'policies', 'policy_rules', 'zones', 'devices', 'api_tokens', 'authenticators', 'idps', 'roles',
           'agent_pools', 'api_service_integrations', 'trusted_origins', 'log_streams', 'authorization_servers', 'group_rules', 'event_hooks', 'inline_hooks', 'domains')
        union select data_type, id, integration from store.resource
        where integration = i.name and data_type = 'users' and lower(doc #>> '{profile,login}') = lower(:who) and deleted_at is null
        union select data_type, id, integration from store.resource
        where integration = i.name and data_type = 'groups' and lower(doc #>> '{profile,name}') = lower(:who) and deleted_at is null
        union select data_type, id, integration from store.resource
        where integration = i.name and data_type = 'apps' and lower(doc ->> 'label') = lower(:who) and deleted_at is null
      ) r
      where i.name = coalesce(:integration, i.name) and i.state <> 'removing'
      order by 3, 1, 2 limit 4""";

  private final JdbcClient database;

  ExclusionSubjects(JdbcClient database) {
    this.database = database;
  }

  /**
   * The one that is meant.
   *
   * @throws WrongSetting where none is, or several are
   */
  Found of(NewExclusion wanted) {
    List<Found> found = ask(OF_FINDINGS, wanted);
    if (found.isEmpty()) {
      found = ask(COLLECTED, wanted).stream().map(ExclusionSubjects::named).toList();
    }
    if (found.isEmpty()) {
      throw new WrongSetting(
          "subject",
          "isn't known here: it has to be a login, the name of a group or an app, or an id.");
    }
    Found first = found.get(0);
    if (!found.stream().allMatch(first::is)) {
      throw new WrongSetting(
          "subject",
          "may be %s or %s: give the id of the one that is meant."
              .formatted(first.told(), other(found).told()));
    }
    return first;
  }

  private static Found other(List<Found> found) {
    return found.stream().filter(each -> !each.is(found.get(0))).findFirst().orElseThrow();
  }

  private List<Found> ask(String question, NewExclusion wanted) {
    return database
        .sql(question)
        .param("check", wanted.check())
        .param("who", wanted.subject())
        .param("integration", wanted.integration(), Types.VARCHAR)
        .query((row, n) -> new Found(row.getString(1), row.getString(2), row.getString(3)))
        .list();
  }

  /** Findings name a thing in the singular, data types in the plural. */
  private static Found named(Found object) {
    String type =
        object.type().equals("policies") ? "policy" : object.type().replaceFirst("s$", "");
    return new Found(type, object.id(), object.integration());
  }
}
