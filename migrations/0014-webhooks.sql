-- Where tenants want events posted, and what became of each (FR-W1..W3, SRS 7.3).

create table webhook_endpoints (
  id uuid primary key,
  tenant_id uuid not null references tenants,
  url text not null,
  -- Null: every type, new ones as they come.
  event_types jsonb check (jsonb_typeof(event_types) = 'array'),
  description text,
  state text not null check (state in ('enabled', 'paused', 'failing', 'gone')),
  state_since timestamptz(3) not null,
  consecutive_failures int not null default 0 check (consecutive_failures >= 0),
  last_success_at timestamptz(3),
  -- The secret that signs, and while it is rotated the one after it.
  sealed bytea not null,
  next_sealed bytea,
  rotated_at timestamptz(3),
  grace_ends_at timestamptz(3),
  created_at timestamptz(3) not null,
  constraint webhook_endpoints_rotation check (num_nulls(next_sealed, rotated_at, grace_ends_at) in (0, 3))
);
create index webhook_endpoints_by_tenant on webhook_endpoints (tenant_id, id desc);
create trigger counted after insert or delete on webhook_endpoints for each row execute function count_of_tenant('webhook_endpoints');

-- One event on its way to one endpoint; written with the event, by whoever writes that. Of an endpoint that is gone the rows
-- are swept, so none pays for a foreign key.
create table webhook_deliveries (
  id uuid primary key,
  tenant_id uuid not null,
  endpoint_id uuid not null,
  session_id uuid not null,
  seq int not null check (seq >= 1),
  type text not null,
  state text not null check (state in ('pending', 'retrying', 'delivered', 'dead')),
  -- What makes the next try.
  trigger text not null default 'schedule' check (trigger in ('schedule', 'replay', 'recovery')),
  attempts int not null default 0 check (attempts >= 0),
  -- Tries since the event, the last replay or the last recovery.
  tries int not null default 0 check (tries >= 0),
  -- When somebody may claim it, also who lets a lease run out; null where nothing is to be done.
  due_at timestamptz(3),
  lease int not null default 0,
  created_at timestamptz(3) not null,
  delivered_at timestamptz(3),
  constraint webhook_deliveries_open check ((due_at is not null) = (state in ('pending', 'retrying')))
);
create index webhook_deliveries_by_endpoint on webhook_deliveries (endpoint_id, id desc);
create index webhook_deliveries_due on webhook_deliveries (endpoint_id, due_at) where due_at is not null;

-- Sorts by the time of the event, and is the same whoever makes it.
create function webhook_delivery_id(at timestamptz, endpoint uuid, session uuid, seq int) returns uuid
  language sql stable as $$
  select (lpad(to_hex(floor(extract(epoch from at) * 1000)::bigint), 12, '0')
    || '7' || substr(h, 1, 3) || '8' || substr(h, 4, 15))::uuid
  from (select md5(endpoint::text || '/' || session::text || '/' || seq::text) as h) as hashed
$$;

create table webhook_attempts (
  delivery_id uuid not null,
  attempt int not null check (attempt >= 1),
  tenant_id uuid not null,
  trigger text not null check (trigger in ('schedule', 'replay', 'recovery')),
  at timestamptz(3) not null,
  latency_ms int not null check (latency_ms >= 0),
  http_status int,
  failure text check (failure in ('refused', 'timeout', 'unreachable', 'tls', 'too_large', 'blocked')),
  -- The beginning of the answer: whatever a server says is content.
  sealed bytea,
  primary key (delivery_id, attempt)
);

-- The last number of each tenant's own log (`session_id` = the tenant): several processes append there.
create table tenant_logs (
  tenant_id uuid primary key references tenants,
  last_seq int not null check (last_seq >= 1)
) with (fillfactor = 50);

-- Numbers the events of the array in its order, without a gap, and appends them. Appends of one tenant wait for each other
-- from there to their commit.
create function append_to_tenant_log(tenant uuid, said jsonb) returns int language plpgsql as $$
declare
  many constant int := jsonb_array_length(said);
  reached int;
begin
  if many = 0 then return null; end if;
  insert into tenant_logs as l (tenant_id, last_seq) values (tenant, many)
    on conflict (tenant_id) do update set last_seq = l.last_seq + many returning last_seq into reached;
  insert into events (session_id, seq, tenant_id, ts, event_type, component, severity, correlation_id, envelope)
    select tenant, reached - many + nth, tenant, (e->>'ts')::timestamptz, e->>'event_type', e->>'component', e->>'severity',
      e->>'correlation_id', e || jsonb_build_object('seq', reached - many + nth)
    from jsonb_array_elements(said) with ordinality as s (e, nth);
  return reached;
end $$;

grant select, insert, delete on webhook_endpoints, webhook_deliveries, webhook_attempts to invorto_app;
grant select, insert on tenant_logs to invorto_app;
grant update (url, event_types, description, state, state_since, consecutive_failures, last_success_at, sealed, next_sealed,
  rotated_at, grace_ends_at) on webhook_endpoints to invorto_app;
grant update (state, trigger, attempts, tries, due_at, lease, delivered_at) on webhook_deliveries to invorto_app;
grant update (last_seq) on tenant_logs to invorto_app;

do $$
declare
  guarded text;
begin
  foreach guarded in array array['webhook_endpoints', 'webhook_deliveries', 'webhook_attempts', 'tenant_logs'] loop
    execute format('alter table %I enable row level security', guarded);
    execute format('alter table %I force row level security', guarded);
    execute format('create policy own_tenant on %I to invorto_app using (tenant_id = app_tenant_id())', guarded);
  end loop;
end $$;

-- Who posts sees what is due, of any tenant, and takes it; what stands in it is read as the tenant. Who sweeps removes it.
create policy to_post on webhook_endpoints for select to invorto_app using (app_task() = 'webhooks');
create policy to_post on webhook_deliveries for select to invorto_app using (app_task() = 'webhooks');
create policy to_take on webhook_deliveries for update to invorto_app
  using (app_task() = 'webhooks') with check (app_task() = 'webhooks');
create policy to_sweep on webhook_deliveries for delete to invorto_app using (app_task() = 'webhooks');
create policy to_sweep on webhook_attempts for delete to invorto_app using (app_task() = 'webhooks');
create policy to_sweep_of on webhook_attempts for select to invorto_app using (app_task() = 'webhooks');
