package org.oktadata.findings;

/** What findings are about, as people call it: SQL for whoever reads findings. */
public final class SubjectName {

  /**
   * Joins {@code s.name} and the list {@code s.data_type} that knows it to findings {@code f}; null
   * where none does.
   */
  public static final String JOIN =
      """
      left join lateral (
        select coalesce(r.doc #>> '{profile,login}', r.doc #>> '{profile,name}', r.doc ->> 'label', r.doc ->> 'name') as name,
               r.data_type
        from store.resource r
        where r.integration = f.integration and r.id = f.subject_id and r.deleted_at is null
          and r.data_type in ('users', 'groups', 'apps', 'policies', 'zones', 'devices', 'api_tokens', 'authenticators')
        limit 1
      ) s on true
      """;

  private SubjectName() {}
}
