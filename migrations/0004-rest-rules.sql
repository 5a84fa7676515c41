-- Requests that carried an Idempotency-Key, and their answers, for 24 hours. The key itself is not kept: `scope` is a keyed
-- hash of who asked, the operation, the path and the key; `fingerprint` one of what was asked.
create table idempotent_requests (
  tenant_id uuid not null references tenants,
  scope bytea not null check (octet_length(scope) = 32),
  fingerprint bytea not null check (octet_length(fingerprint) = 32),
  -- Which run of the handler has it; one that lost it to another may not say its answer.
  run text not null,
  -- A run that has said nothing by then has died with its process.
  leased_until timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  -- The answer, encrypted: it may hold secrets. Null while the handler runs.
  sealed bytea,
  primary key (tenant_id, scope)
);
create index idempotent_requests_by_expiry on idempotent_requests (expires_at);

grant select, insert, delete on idempotent_requests to invorto_app;
grant update (fingerprint, run, leased_until, expires_at, sealed) on idempotent_requests to invorto_app;

alter table idempotent_requests enable row level security;
alter table idempotent_requests force row level security;
create policy own_tenant on idempotent_requests to invorto_app using (tenant_id = app_tenant_id());

-- What has expired is removed for all tenants, by a transaction that says up to when: it sees nothing else.
create function app_swept_until() returns timestamptz language sql stable
  return nullif(current_setting('app.swept_until', true), '')::timestamptz;
create policy expired_seen on idempotent_requests for select to invorto_app using (expires_at < app_swept_until());
create policy expired_removed on idempotent_requests for delete to invorto_app using (expires_at < app_swept_until());
