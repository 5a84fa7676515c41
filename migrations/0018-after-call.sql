-- What follows a call is a job of pg-boss: made in the transaction that ends the call, by whichever process that is, and in its
-- hands from the start. It has ids alone, since jobs are of no tenant.

select pgboss.create_queue('after-call-dead', '{"policy": "standard", "retentionSeconds": 7776000, "retryLimit": 0}');
-- A process that says nothing of a job for 15 s has lost it. Tries come 2 s, 4 s, 8 s … an hour apart, for about 15 hours.
select pgboss.create_queue('after-call', '{"policy": "standard", "deadLetter": "after-call-dead", "heartbeatSeconds": 15,
  "retryLimit": 24, "retryDelay": 2, "retryBackoff": true, "retryDelayMax": 3600, "deleteAfterSeconds": 3600}');

grant usage on schema pgboss to invorto_app;
grant select, insert, update, delete on pgboss.job, pgboss.job_common to invorto_app;
grant select, update on pgboss.queue, pgboss.version to invorto_app;
grant select, delete on pgboss.job_dependency to invorto_app;

create function enqueue_after_call(call_id uuid, tenant_id uuid, first_state pgboss.job_state) returns void language sql
begin atomic
  insert into pgboss.job (id, name, data, state, start_after, created_on, started_on, heartbeat_on, keep_until, policy, dead_letter,
    heartbeat_seconds, retry_limit, retry_delay, retry_backoff, retry_delay_max, expire_seconds, deletion_seconds)
  select enqueue_after_call.call_id, q.name,
    jsonb_build_object('tenantId', enqueue_after_call.tenant_id, 'callId', enqueue_after_call.call_id), first_state, now(), now(),
    case when first_state = 'active' then now() end, case when first_state = 'active' then now() end,
    now() + q.retention_seconds * interval '1 second', q.policy, q.dead_letter, q.heartbeat_seconds, q.retry_limit,
    q.retry_delay, q.retry_backoff, q.retry_delay_max, q.expire_seconds, q.deletion_seconds
  from pgboss.queue q where q.name = 'after-call'
  on conflict do nothing;
end;

create function after_call() returns trigger language plpgsql as $$
begin
  perform enqueue_after_call(new.id, new.tenant_id, 'active');
  return null;
end $$;
create trigger ended after update of status on calls for each row
  when (old.status <> 'ended' and new.status = 'ended') execute function after_call();

-- Dead letters are tried anew, for whoever has mended what was broken; how many there were.
create function redrive_after_calls() returns int language plpgsql as $$
declare
  letter record;
  redriven int := 0;
begin
  for letter in delete from pgboss.job where name = 'after-call-dead' returning (data->>'callId')::uuid as call_id,
    (data->>'tenantId')::uuid as tenant_id
  loop
    delete from pgboss.job where name = 'after-call' and id = letter.call_id and state >= 'completed';
    perform enqueue_after_call(letter.call_id, letter.tenant_id, 'created');
    redriven := redriven + 1;
  end loop;
  return redriven;
end $$;

-- Calls that wait to be finished. An owner that is no superuser sees rows only where row-level security does not bind owners.
alter table calls no force row level security;
select enqueue_after_call(id, tenant_id, 'created') from calls where status = 'ended' and finished_at is null;
alter table calls force row level security;

-- What found and claimed them before.
drop policy to_finish on calls;
drop index calls_unfinished;
alter table calls drop column finishing_until, drop column finish_attempts;
