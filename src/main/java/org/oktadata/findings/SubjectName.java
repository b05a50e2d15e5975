package org.oktadata.findings;

/** What findings are about, as people call it: SQL for whoever reads findings. */
public final class SubjectName {

  private static final String NAME =
      """
      coalesce(r.doc #>> '{profile,login}', r.doc #>> '{profile,name}', r.doc #>> '{profile,displayName}', r.doc ->> 'label',
        r.doc ->> 'displayName', r.doc ->> 'name', r.doc ->> 'domain')\
      """;

  /** The objects that people give a name to, and that checks and detections speak of. */
  private static final String THERE =
      """
      r.deleted_at is null and r.data_type in
        ('users', 'groups', 'apps', 'policies', 'policy_rules', 'zones', 'devices', 'api_tokens', 'authenticators', 'idps', 'roles',
         'agent_pools', 'api_service_integrations', 'trusted_origins', 'log_streams', 'authorization_servers', 'group_rules', 'event_hooks', 'inline_hooks', 'domains')\
      """;

  /** Joins {@code s.name} to findings {@code f}; null where no list knows it. */
  public static final String JOIN =
      """
      left join lateral (
        select %s as name from store.resource r
        where r.integration = f.integration and r.id = f.subject_id and %s
        limit 1
      ) s on true
      """
          .formatted(NAME, THERE);

  /**
   * The integrations and ids of all whose name is {@code ilike :contains}: read once, where the
   * join would look up the subject of each finding.
   */
  public static final String CONTAINING =
      "select r.integration, r.id from store.resource r where %s and %s ilike :contains"
          .formatted(THERE, NAME);

  private SubjectName() {}
}
