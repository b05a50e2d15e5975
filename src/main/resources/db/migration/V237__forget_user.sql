-- Erases what is kept of one user, where the law asks for it: documents, history, events, findings, and what names the user by id, login or address.
-- Reads all events of the integration once. What the user stands in besides (a group's name, a policy that names the id) stays; so do the
-- audit log, Kafka's topics and backups. docs/auditors.md says what to do before.
create function store.forget_user(org text, who text) returns table (what text, rows bigint) language plpgsql as $$
declare
  names text[];
  written text;
begin
  if who !~ '^[A-Za-z0-9]{20}$' then
    raise exception 'The second value is Okta''s id of a user, of 20 letters and digits, not %', quote_literal(who);
  end if;
  if exists (select from store.resource r where r.integration = org and r.data_type = 'users' and r.id = who and r.deleted_at is null) then
    raise exception 'User % is still in Okta and would be read again: delete the user there, let it be read (Collect now), then come back', who;
  end if;
  -- Every login and address of theirs that was ever read; shorter ones would be found in too much.
  select array_agg(distinct n) into names from (
    select unnest(array[d.doc #>> '{profile,login}', d.doc #>> '{profile,email}', d.doc #>> '{profile,secondEmail}']) as n from (
      select r.doc from store.resource r where r.integration = org and r.data_type = 'users' and r.id = who
      union all select h.doc from store.resource_history h where h.integration = org and h.data_type = 'users' and h.id = who) d) n
  where length(n) >= 5;
  select string_agg(regexp_replace(n, '([^A-Za-z0-9@ _-])', '\\\1', 'g'), '|') into written from unnest(array_append(names, who)) n;

  delete from store.event e where e.integration = org and e.doc::text ~* written;
  get diagnostics rows = row_count; what := 'events'; return next;

  delete from store.finding f where f.integration = org and (f.subject_id = who or f.subject_id = any (names) or f.evidence::text ~* written);
  get diagnostics rows = row_count; what := 'findings, with what happened to them'; return next;

  update store.finding_change c set evidence = null from store.finding f
  where f.id = c.finding_id and f.integration = org and c.evidence::text ~* written;
  get diagnostics rows = row_count; what := 'evidence of former decisions'; return next;

  delete from store.match m where m.integration = org and concat_ws(' ', m.group_key, m.subject_id, m.kept) ~* written;
  delete from store.seen_value v where v.integration = org and concat_ws(' ', v.group_key, v.value) ~* written;
  get diagnostics rows = row_count; what := 'what detections remember'; return next;

  delete from store.exclusion x where x.integration = org and x.subject_id = who;
  delete from store.identity i where i.integration = org and i.user_id = who;
  delete from store.named n where n.integration = org and who in (n.id, n.object_id);
  delete from store.refresh q where q.integration = org and q.object_id = who;
  delete from store.drift d where d.integration = org and (d.id = who or d.parent_id = who or starts_with(d.parent_id, who || '/'));
  delete from store.quarantine q where (q.integration = org or q.integration is null) and q.payload ~* written;
  get diagnostics rows = row_count; what := 'quarantine'; return next;

  delete from store.resource_history h
  where h.integration = org and (h.id = who or h.parent_id = who or starts_with(h.parent_id, who || '/'));
  get diagnostics rows = row_count; what := 'former documents'; return next;

  delete from store.resource r
  where r.integration = org and (r.id = who or r.parent_id = who or starts_with(r.parent_id, who || '/'));
  get diagnostics rows = row_count; what := 'documents'; return next;
end $$;
revoke all on function store.forget_user(text, text) from public;
