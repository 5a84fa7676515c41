-- Tools of the tenants' agents and the secrets that they send (SRS 7.8, FR-TC1, FR-TC8).

create table tools (
  id uuid primary key,
  tenant_id uuid not null references tenants,
  name text not null,
  config jsonb not null,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  constraint tools_name_key unique (tenant_id, name)
);
create index tools_newest_first on tools (tenant_id, id desc);

-- `sealed` is the value, encrypted and bound to its tenant and name; nothing reads it but a request that is being sent.
create table secrets (
  tenant_id uuid not null references tenants,
  name text not null,
  hosts jsonb not null,
  sealed bytea not null,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (tenant_id, name)
);

grant select, insert, delete on tools, secrets to invorto_app;
grant update (name, config, updated_at) on tools to invorto_app;
grant update (hosts, sealed, updated_at) on secrets to invorto_app;

alter table tools enable row level security;
alter table tools force row level security;
create policy own_tenant on tools to invorto_app using (tenant_id = app_tenant_id());

alter table secrets enable row level security;
alter table secrets force row level security;
create policy own_tenant on secrets to invorto_app using (tenant_id = app_tenant_id());
