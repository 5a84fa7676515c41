-- Tenants that the operator makes, keys as a resource, single-use tickets (FR-R1, FR-RL1).

-- Two more settings of a transaction. `app.operator` shows every tenant's own row, and nothing of what a tenant has;
-- `app.key_ids` shows keys to whoever knows their ids, as the process that holds their sockets does.
create function app_is_operator() returns boolean language sql stable
  return coalesce(current_setting('app.operator', true), '') = 'on';
create function app_key_ids() returns uuid[] language sql stable
  return nullif(current_setting('app.key_ids', true), '')::uuid[];

alter table tenants
  add column active boolean not null default true,
  add column settings jsonb not null default '{}' check (jsonb_typeof(settings) = 'object');

alter table api_keys
  -- A copy of the tenant's `active`: a key is looked up by itself.
  add column tenant_active boolean not null default true,
  add column limits jsonb not null default '{}' check (jsonb_typeof(limits) = 'object'),
  add column last_used_at timestamptz(3);

create table tickets (
  hash bytea primary key check (octet_length(hash) = 32),
  id uuid not null,
  tenant_id uuid not null references tenants,
  -- The key that made it, and the name of the tenant's own public key where a token of the tenant made it.
  key_id uuid not null,
  signed_by text,
  role text not null check (role in ('admin', 'dev')),
  call text not null,
  agent text,
  origin text,
  expires_at timestamptz(3) not null
);
create index tickets_by_expiry on tickets (tenant_id, expires_at);

grant update (name, active, settings) on tenants to invorto_app;
grant update (name, role, limits, tenant_active, last_used_at), delete on api_keys to invorto_app;
grant select, insert, delete on tickets to invorto_app;

create policy operator on tenants for select to invorto_app using (app_is_operator());
create policy known_id on api_keys for select to invorto_app using (id = any (app_key_ids()));

alter table tickets enable row level security;
alter table tickets force row level security;
create policy own_tenant on tickets to invorto_app using (tenant_id = app_tenant_id());
create policy known_hash on tickets for select to invorto_app using (hash = app_key_hash());
create policy spend_known_hash on tickets for delete to invorto_app using (hash = app_key_hash());
