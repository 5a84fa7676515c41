-- How many of each a tenant has (FR-RL1), kept by the rows themselves: whoever makes or removes one counts it in the same
-- transaction. Creates of one tenant and kind wait for each other at its row from there to their commit.

-- How many there may be, as the transaction that makes one says; null for those that nobody bounds.
create function app_cap() returns bigint language sql stable
  return nullif(current_setting('app.cap', true), '')::bigint;

create table tenant_counts (
  tenant_id uuid not null references tenants,
  kind text not null,
  count bigint not null check (count >= 0),
  primary key (tenant_id, kind)
) with (fillfactor = 50);

create function count_of_tenant() returns trigger language plpgsql as $$
declare
  there bigint;
begin
  if tg_op = 'INSERT' then
    insert into tenant_counts as c (tenant_id, kind, count) values (new.tenant_id, tg_argv[0], 1)
      on conflict (tenant_id, kind) do update set count = c.count + 1 returning c.count into there;
    if there > app_cap() then
      raise exception 'the tenant has % % already', app_cap(), tg_argv[0]
        using errcode = 'check_violation', table = 'tenant_counts', constraint = 'tenant_counts_cap';
    end if;
  else
    update tenant_counts set count = count - 1 where tenant_id = old.tenant_id and kind = tg_argv[0];
  end if;
  return null;
end $$;

-- A trigger locks its table against writing, so nothing comes in between and the counts.
create trigger counted after insert or delete on tools for each row execute function count_of_tenant('tools');
create trigger counted after insert or delete on secrets for each row execute function count_of_tenant('secrets');
create trigger counted after insert or delete on api_keys for each row execute function count_of_tenant('api_keys');
create trigger counted after insert on agents for each row execute function count_of_tenant('agents');
create trigger uncounted after update of deleted_at on agents for each row
  when (old.deleted_at is null and new.deleted_at is not null) execute function count_of_tenant('agents');
create trigger counted after insert on rates for each row
  when (new.tenant_id is not null) execute function count_of_tenant('rates');

-- An owner that is no superuser sees rows only where row-level security does not bind owners.
do $$
declare
  counted record;
begin
  for counted in select * from (values
    ('agents', 'deleted_at is null'), ('tools', 'true'), ('secrets', 'true'), ('api_keys', 'true'), ('rates', 'tenant_id is not null')
  ) as of_tenants (kind, present) loop
    execute format('alter table %I no force row level security', counted.kind);
    execute format('insert into tenant_counts select tenant_id, %L, count(*) from %I where %s group by tenant_id',
      counted.kind, counted.kind, counted.present);
    execute format('alter table %I force row level security', counted.kind);
  end loop;
end $$;

grant select, insert on tenant_counts to invorto_app;
grant update (count) on tenant_counts to invorto_app;
alter table tenant_counts enable row level security;
alter table tenant_counts force row level security;
create policy own_tenant on tenant_counts to invorto_app using (tenant_id = app_tenant_id());
