-- Tenants, their keys, agents and calls, and the log of each call (SRS 6.1, OBS-00).
-- PostgreSQL 15 to 18. Names here are asserted by the tests of runtime/adapters/store.

-- Every query of the platform runs as this role. It owns nothing and cannot log in; row-level security binds it.
do $$
begin
  if not exists (select from pg_roles where rolname = 'invorto_app') then
    create role invorto_app nologin nosuperuser nobypassrls nocreatedb nocreaterole noreplication;
  end if;
exception
  when duplicate_object or unique_violation then null; -- made meanwhile through another database of this cluster
end $$;

do $$
declare
  may_become constant text := case when current_setting('server_version_num')::int >= 160000 then 'SET' else 'MEMBER' end;
begin
  if exists (select from pg_roles where rolname = 'invorto_app' and (rolsuper or rolbypassrls)) then
    raise exception 'the role invorto_app must be neither superuser nor exempt from row-level security';
  end if;
  if not pg_has_role(current_user, 'invorto_app', may_become) then
    execute format('grant invorto_app to %I', current_user);
  end if;
end $$;

grant usage on schema public to invorto_app;

-- Two settings, both local to a transaction, say what a query may see. Unset they are null, or '' on a connection that
-- has had them before: both see nothing.
create function app_tenant_id() returns uuid language sql stable
  return nullif(current_setting('app.tenant_id', true), '')::uuid;
create function app_key_hash() returns bytea language sql stable
  return decode(nullif(current_setting('app.key_hash', true), ''), 'hex');

create table tenants (
  id uuid primary key,
  name text not null,
  created_at timestamptz(3) not null
);

create table api_keys (
  id uuid primary key,
  tenant_id uuid not null references tenants,
  hash bytea not null constraint api_keys_hash_key unique check (octet_length(hash) = 32),
  role text not null check (role in ('admin', 'dev', 'analyst')),
  name text not null,
  last_four text not null,
  active boolean not null default true,
  created_at timestamptz(3) not null
);
create index api_keys_by_tenant on api_keys (tenant_id, id desc);

create table agents (
  id uuid primary key,
  tenant_id uuid not null references tenants,
  external_id text,
  name text not null,
  version int not null check (version >= 1),
  config jsonb not null,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  deleted_at timestamptz(3),
  constraint agents_tenant_id_id_key unique (tenant_id, id)
);
create unique index agents_name_key on agents (tenant_id, name) where deleted_at is null;
create unique index agents_external_id_key on agents (tenant_id, external_id) where deleted_at is null;
create index agents_newest_first on agents (tenant_id, id desc) where deleted_at is null;

create table calls (
  id uuid primary key,
  tenant_id uuid not null references tenants,
  agent_id uuid not null,
  agent_version int not null check (agent_version >= 1),
  external_id text,
  direction text not null check (direction in ('inbound', 'outbound')),
  from_num text,
  to_num text,
  status text not null check (status in ('queued', 'ringing', 'in_progress', 'ended')),
  end_reason text,
  created_at timestamptz(3) not null,
  answered_at timestamptz(3),
  ended_at timestamptz(3),
  duration_sec numeric(12, 3) check (duration_sec >= 0),
  constraint calls_external_id_key unique (tenant_id, external_id),
  constraint calls_agent_fkey foreign key (tenant_id, agent_id) references agents (tenant_id, id)
);
create index calls_newest_first on calls (tenant_id, id desc);
create index calls_by_agent on calls (tenant_id, agent_id, id desc);
create index calls_by_time on calls (tenant_id, created_at desc);
create index calls_not_ended on calls (tenant_id, status, id desc) where status <> 'ended';

-- The log of a session: a call's, or the tenant's own. Rows are written once; who appends has seen that the session is
-- the tenant's, so no row pays for a foreign key.
create table events (
  session_id uuid not null,
  seq int not null check (seq >= 1),
  tenant_id uuid not null,
  ts timestamptz(3) not null,
  event_type text not null,
  component text not null,
  severity text not null,
  correlation_id text not null,
  envelope jsonb not null check (not envelope ? 'content'),
  primary key (session_id, seq)
);

-- Words and other content of an event, encrypted, apart from it so that they can be erased (OBS-00 section 4).
create table sealed_content (
  session_id uuid not null,
  seq int not null,
  tenant_id uuid not null,
  sealed bytea not null,
  primary key (session_id, seq)
);

grant select, insert on tenants, api_keys, agents, calls, events, sealed_content to invorto_app;
grant update (external_id, name, version, config, updated_at, deleted_at) on agents to invorto_app;
grant update (status, end_reason, answered_at, ended_at, duration_sec) on calls to invorto_app;

alter table tenants enable row level security;
alter table tenants force row level security;
create policy own_tenant on tenants to invorto_app using (id = app_tenant_id());

do $$
declare
  guarded text;
begin
  foreach guarded in array array['api_keys', 'agents', 'calls', 'events', 'sealed_content'] loop
    execute format('alter table %I enable row level security', guarded);
    execute format('alter table %I force row level security', guarded);
    execute format('create policy own_tenant on %I to invorto_app using (tenant_id = app_tenant_id())', guarded);
  end loop;
end $$;

-- Who holds a key is known before the tenant is: a key is seen by whoever knows its hash.
create policy known_hash on api_keys for select to invorto_app using (hash = app_key_hash());
