-- What tenants are told of their usage after each day (SRS 7.4.4, FR-W2), and the job of pg-boss that tells them.

-- Of each billing period up to which day its tenant was told, and of how many calls.
create table usage_told (
  tenant_id uuid not null references tenants,
  period_start date not null,
  through date not null,
  calls bigint not null check (calls >= 1),
  primary key (tenant_id, period_start)
);
grant select, insert on usage_told to invorto_app;
grant update (through, calls) on usage_told to invorto_app;
alter table usage_told enable row level security;
alter table usage_told force row level security;
create policy own_tenant on usage_told to invorto_app using (tenant_id = app_tenant_id());

-- The calls of a period of which the cost is known.
create index calls_by_time_with_cost on calls (tenant_id, created_at) include (id) where cost_micro_inr is not null;

-- One job a day. A process that says nothing of it for a minute has lost it. Tries come 30 s, a minute, two … half an hour apart, for
-- about ten hours; a day that was given up is made up for by the next.
select pgboss.create_queue('usage-day', '{"policy": "standard", "heartbeatSeconds": 60, "retryLimit": 24, "retryDelay": 30,
  "retryBackoff": true, "retryDelayMax": 1800, "expireInSeconds": 14400, "deleteAfterSeconds": 604800}');
