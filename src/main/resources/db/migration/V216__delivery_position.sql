-- How far a channel was told of findings: the number of a change. Beside the places in the System Log it was taken for one: events seemed to
-- wait for channels, and a restore put it above all changes to come.
create table store.delivery_position (
  channel    text primary key,
  change_id  bigint not null default 0,
  at         timestamptz not null default now()
) with (fillfactor = 50);

-- What a restore had put above the changes begins anew; nothing is told twice, since each change has its row of each channel.
insert into store.delivery_position (channel, change_id, at)
select substr(f.name, length('delivery:') + 1), case when f.seq > coalesce((select max(id) from store.finding_change), 0) then 0 else f.seq end, f.at
from store.follower f where f.name like 'delivery:%';
delete from store.follower where name like 'delivery:%';

-- An instance that isn't upgraded yet would put them there again, and for good; the others deliver meanwhile.
create function store.only_detections() returns trigger language plpgsql as $$ begin return null; end $$;
create trigger only_detections before insert on store.follower for each row when (new.name <> 'detections')
execute function store.only_detections();
