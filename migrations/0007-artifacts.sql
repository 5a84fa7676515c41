-- How far what calls leave behind was swept (FR-CP1, SRS 4.6): by kind, every call up to `last_call` is done. Ids of calls
-- sort by time. Whoever sweeps holds the row until `leased_until`.
create table retention_sweeps (
  tenant_id uuid not null references tenants,
  kind text not null check (kind in ('recording', 'transcript', 'metrics')),
  last_call uuid not null,
  leased_until timestamptz(3) not null,
  primary key (tenant_id, kind)
);
grant select, insert on retention_sweeps to invorto_app;
grant update (last_call, leased_until) on retention_sweeps to invorto_app;
-- Words whose days are over.
grant delete on sealed_content to invorto_app;

alter table retention_sweeps enable row level security;
alter table retention_sweeps force row level security;
create policy own_tenant on retention_sweeps to invorto_app using (tenant_id = app_tenant_id());

-- Agents that were made before calls were recorded.
update agents set config = config || '{"recording": {"enabled": true}}' where not config ? 'recording';
do $$
begin
  if to_regclass('agent_versions') is not null then
    update agent_versions set config = config || '{"recording": {"enabled": true}}' where not config ? 'recording';
  end if;
end $$;
