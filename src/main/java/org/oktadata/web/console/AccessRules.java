package org.oktadata.web.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.oktadata.store.ReadDatabase;
import org.springframework.stereotype.Component;

/** Reads the rules that decide who gets in: an app's sign-on policy, and what fills a group. */
@Component
class AccessRules {

  private static final int MOST = 100;

  /** As okta.app_sign_on_rules finds it: the one it is linked with, or of the app's name. */
  private static final String POLICY =
      """
      select r.id, r.doc ->> 'name' as name, r.doc ->> 'status' as status from store.resource r
      where r.integration = :integration and r.data_type = 'policies' and r.parent_id = '' and r.deleted_at is null
        and r.id = coalesce(:linked, (
          select n.id from store.resource n
          where n.integration = :integration and n.data_type = 'policies' and n.parent_id = '' and n.deleted_at is null
            and n.doc ->> 'type' = 'ACCESS_POLICY' and n.doc ->> 'name' = :label limit 1))\
      """;

  private static final String RULES =
      """
      select r.id, r.doc ->> 'name' as name, r.doc ->> 'status' as status, r.doc #>> '{actions,appSignOn,access}' as access,
             store.factor_mode(r.doc #> '{actions,appSignOn,verificationMethod}') as factors,
             coalesce(store.is_phishing_resistant(r.doc #> '{actions,appSignOn,verificationMethod}'), false) as resistant,
             store.takes_every_app_sign_in(r.integration, r.doc -> 'conditions') as everyone, coalesce((r.doc -> 'conditions')::text, '{}') as conditions
      from store.resource r
      where r.integration = :integration and r.data_type = 'policy_rules' and r.parent_id = :policy and r.deleted_at is null
      order by r.doc -> 'system' = 'true', store.number(r.doc -> 'priority'), r.id limit :most\
      """;

  private final ReadDatabase database;
  private final ObjectMentions mentions;
  private final Evidence evidence;

  AccessRules(ReadDatabase database, ObjectMentions mentions, Evidence evidence) {
    this.database = database;
    this.mentions = mentions;
    this.evidence = evidence;
  }

  /** The policy that an app asks, with its rules in the order in which they are asked. */
  record Policy(String id, String name, String path, String status, List<Rule> rules) {}

  /**
   * A rule.
   *
   * @param access ALLOW or DENY
   * @param factors how many it asks for
   * @param resistant whether they can't be phished
   * @param everyone whether it takes every sign-in
   * @param shadowed whether it is never asked, as one before it takes every sign-in
   * @param limits groups, zones and others that it names
   */
  record Rule(
      String name,
      String path,
      String status,
      String access,
      String factors,
      boolean resistant,
      boolean everyone,
      boolean shadowed,
      List<ObjectMentions.Mention> limits) {}

  /** A group rule. */
  record Filling(String name, String path, String status, String expression) {}

  private record Row(
      String id,
      String name,
      String status,
      String access,
      String factors,
      boolean resistant,
      boolean everyone,
      JsonNode conditions) {}

  Optional<Policy> ofApp(String integration, JsonNode app) {
    String link = app.at("/_links/accessPolicy/href").asText("");
    return database
        .sql(POLICY)
        .param("integration", integration)
        .param(
            "linked",
            link.isEmpty() ? null : link.substring(link.lastIndexOf('/') + 1),
            Types.VARCHAR)
        .param("label", app.path("label").asText(""))
        .query(
            (row, number) ->
                new Policy(
                    row.getString("id"),
                    row.getString("name"),
                    ObjectPlaces.path(integration, "policies", "", row.getString("id")),
                    row.getString("status"),
                    rules(integration, row.getString("id"))))
        .optional();
  }

  private List<Rule> rules(String integration, String policy) {
    List<Row> rows =
        database
            .sql(RULES)
            .param("integration", integration)
            .param("policy", policy)
            .param("most", MOST)
            .query(
                (row, number) ->
                    new Row(
                        row.getString("id"),
                        row.getString("name"),
                        row.getString("status"),
                        row.getString("access"),
                        row.getString("factors"),
                        row.getBoolean("resistant"),
                        row.getBoolean("everyone"),
                        evidence.tree(row.getString("conditions"))))
            .list();
    List<List<ObjectMentions.Mention>> limits =
        mentions.of(integration, rows.stream().map(Row::conditions).toList());
    List<Rule> rules = new ArrayList<>();
    boolean shadowed = false;
    for (int at = 0; at < rows.size(); at++) {
      Row row = rows.get(at);
      rules.add(
          new Rule(
              row.name(),
              ObjectPlaces.path(integration, "policy_rules", policy, row.id()),
              row.status(),
              row.access(),
              row.factors(),
              row.resistant(),
              row.everyone(),
              shadowed && "ACTIVE".equals(row.status()),
              limits.get(at).stream()
                  .sorted(Comparator.comparing(ObjectMentions.Mention::excluded))
                  .toList()));
      shadowed |= row.everyone() && "ACTIVE".equals(row.status());
    }
    return rules;
  }

  /** Which group rules put people into a group. */
  List<Filling> filling(String integration, String group) {
    return database
        .sql(
            """
            select r.id, r.doc ->> 'name' as name, r.doc ->> 'status' as status, r.doc #>> '{conditions,expression,value}' as expression
            from store.resource r
            where r.integration = ? and r.data_type = 'group_rules' and r.parent_id = '' and r.deleted_at is null
              and r.doc #> '{actions,assignUserToGroups,groupIds}' @> to_jsonb(cast(? as text)) order by 2 limit 50\
            """)
        .params(integration, group)
        .query(
            (row, number) ->
                new Filling(
                    row.getString("name"),
                    ObjectPlaces.path(integration, "group_rules", "", row.getString("id")),
                    row.getString("status"),
                    row.getString("expression")))
        .list();
  }
}
