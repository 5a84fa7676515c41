-- Every version of an agent, as it stood (FR-G1); rows are written once. A null `published_version` means the newest.
alter table agents add published_version int check (published_version >= 1);
grant update (published_version) on agents to invorto_app;

create table agent_versions (
  agent_id uuid not null,
  version int not null check (version >= 1),
  tenant_id uuid not null,
  external_id text,
  name text not null,
  config jsonb not null,
  created_at timestamptz(3) not null,
  primary key (agent_id, version),
  constraint agent_versions_agent_fkey foreign key (tenant_id, agent_id) references agents (tenant_id, id)
);
insert into agent_versions (agent_id, version, tenant_id, external_id, name, config, created_at)
  select id, version, tenant_id, external_id, name, config, updated_at from agents;

grant select, insert on agent_versions to invorto_app;
alter table agent_versions enable row level security;
alter table agent_versions force row level security;
create policy own_tenant on agent_versions to invorto_app using (tenant_id = app_tenant_id());

-- With which providers a call began (SRS 7.7.3).
alter table calls add agent_config jsonb;
update calls set agent_config = jsonb_build_object('asr', a.config -> 'asr' || jsonb_build_object('language', a.config -> 'locale'),
    'llm', a.config -> 'llm', 'tts', a.config -> 'tts', 'endpointing', a.config -> 'endpointing')
  from agents a where a.id = agent_id;
alter table calls alter agent_config set not null;
