-- A finding calls what it is about as checks do, also where an event called it otherwise: org.oktadata.findings.SubjectType. Nothing else of
-- it changes, and it is found again by the new name. Only detections took Okta's names, so these are few. Where an object has findings of one
-- detection under several names, the newest takes the new one; the others stay as they are.
with names (before, now) as (
  values ('usergroup', 'group'), ('appinstance', 'app'), ('publicclientapp', 'app'), ('networkzone', 'zone'), ('logstream', 'log_stream'),
         ('policyentity', 'policy'), ('policyrule', 'policy_rule'), ('token', 'api_token'),
         ('trustedorigin', 'trusted_origin'), ('identityprovider', 'idp'), ('resourceset', 'resource_set'),
         ('authenticatorenrollment', 'authenticator_enrollment')
), renamed as (
  select distinct on (f.integration, f.check_id, n.now, f.subject_id) f.id, n.now
  from store.finding f join names n on n.before = f.subject_type
  where f.kind = 'detection' and not exists (
    select from store.finding o
    where o.integration = f.integration and o.check_id = f.check_id and o.subject_type = n.now and o.subject_id = f.subject_id)
  order by f.integration, f.check_id, n.now, f.subject_id, f.last_seen desc
)
update store.finding f set subject_type = r.now from renamed r where r.id = f.id;
