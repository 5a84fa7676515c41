-- Who works on a call: the process that owns it, until its log is whole and its artifacts are made. A process lives as long
-- as its lease; a call whose owner lives no more is taken over, and its epoch tells the new owner's writes from the old one's.

create function app_process_id() returns uuid language sql stable
  return nullif(current_setting('app.process_id', true), '')::uuid;

-- Instants are the database's: the clocks of the processes are compared with none.
create table process_leases (
  id uuid primary key,
  expires_at timestamptz(3) not null
);

create table call_owners (
  call_id uuid primary key references calls on delete cascade,
  tenant_id uuid not null,
  owner uuid not null,
  epoch int not null check (epoch >= 1)
);
create index call_owners_by_owner on call_owners (owner);

-- Calls of a time without owners: nobody works on them.
insert into call_owners (call_id, tenant_id, owner, epoch)
  select id, tenant_id, '00000000-0000-0000-0000-000000000000', 1 from calls where status = 'in_progress';

-- What the client said of the call in `start.metadata`.
alter table calls add column metadata jsonb not null default '{}' check (jsonb_typeof(metadata) = 'object');

grant select, insert, delete on process_leases, call_owners to invorto_app;
grant update (expires_at) on process_leases to invorto_app;
grant update (owner, epoch) on call_owners to invorto_app;

alter table process_leases enable row level security;
alter table process_leases force row level security;
create policy processes on process_leases to invorto_app using (app_process_id() is not null);

-- A process sees which calls have which owner, and nothing else of them; it may make itself the owner.
alter table call_owners enable row level security;
alter table call_owners force row level security;
create policy own_tenant on call_owners to invorto_app using (tenant_id = app_tenant_id());
create policy any_owner on call_owners for select to invorto_app using (app_process_id() is not null);
create policy take_over on call_owners for update to invorto_app
  using (app_process_id() is not null) with check (owner = app_process_id());
