-- LiveKit servers whose events are taken, and the events on their way to the logs of calls (OBS-00 3.2).

create function app_livekit_key() returns text language sql stable
  return nullif(current_setting('app.livekit_key', true), '');

create table livekit_projects (
  tenant_id uuid primary key references tenants,
  api_key text not null constraint livekit_projects_api_key_key unique,
  url text not null,
  -- The API secret, and the one before while both are good.
  sealed bytea not null,
  updated_at timestamptz(3) not null,
  last_event_at timestamptz(3)
);

-- One row an event: that it came, so that it is taken once, and what goes to the log until the log has it.
create table livekit_events (
  tenant_id uuid not null references tenants,
  -- SHA-256 of LiveKit's id of it.
  event_hash bytea not null check (octet_length(event_hash) = 32),
  call_id uuid not null references calls on delete cascade,
  arrival bigint generated always as identity,
  sealed bytea,
  leased_until timestamptz(3) not null default '-infinity',
  tries int not null default 0,
  expires_at timestamptz(3) not null,
  primary key (tenant_id, event_hash)
);
create index livekit_events_due on livekit_events (arrival) where sealed is not null;
create index livekit_events_by_call on livekit_events (call_id);
create index livekit_events_by_expiry on livekit_events (tenant_id, expires_at);

grant select, insert, update, delete on livekit_projects, livekit_events to invorto_app;

alter table livekit_projects enable row level security;
alter table livekit_projects force row level security;
create policy own_tenant on livekit_projects to invorto_app using (tenant_id = app_tenant_id());
create policy known_key on livekit_projects for select to invorto_app using (api_key = app_livekit_key());

-- A process sees what waits for a log, of any tenant, and takes it for a while.
alter table livekit_events enable row level security;
alter table livekit_events force row level security;
create policy own_tenant on livekit_events to invorto_app using (tenant_id = app_tenant_id());
create policy waiting on livekit_events for select to invorto_app using (app_process_id() is not null and sealed is not null);
create policy lease on livekit_events for update to invorto_app using (app_process_id() is not null and sealed is not null);
