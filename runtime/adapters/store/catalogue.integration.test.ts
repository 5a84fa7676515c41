import { beforeAll, describe, expect, inject, test } from 'vitest'
import { createStoreDatabase } from '../testing/store-database.ts'
import { query } from '../testing/test-database.ts'
import { tables } from './tables.ts'

/** `agents` gives `[...]` of what the role may do, column by column where it may not touch all. */
const GRANTS: Record<string, string[]> = {
  agent_versions: ['INSERT', 'SELECT'],
  agents: ['INSERT', 'SELECT', 'UPDATE(config,deleted_at,external_id,name,published_version,updated_at,version)'],
  api_keys: ['DELETE', 'INSERT', 'SELECT', 'UPDATE(active,last_used_at,limits,name,role,tenant_active)'],
  call_costs: ['INSERT', 'SELECT'],
  call_owners: ['DELETE', 'INSERT', 'SELECT', 'UPDATE(epoch,owner)'],
  calls: ['INSERT', 'SELECT', 'UPDATE(answered_at,cost_micro_inr,duration_sec,end_reason,ended_at,finished_at,status)'],
  events: ['INSERT', 'SELECT'],
  fx_rates: ['INSERT', 'SELECT'],
  idempotent_requests: ['DELETE', 'INSERT', 'SELECT', 'UPDATE(expires_at,fingerprint,leased_until,run,sealed)'],
  livekit_events: ['DELETE', 'INSERT', 'SELECT', 'UPDATE(leased_until,sealed,tries)'],
  livekit_projects: ['DELETE', 'INSERT', 'SELECT', 'UPDATE(api_key,last_event_at,sealed,updated_at,url)'],
  process_leases: ['DELETE', 'INSERT', 'SELECT', 'UPDATE(expires_at)'],
  rates: ['INSERT', 'SELECT'],
  retention_sweeps: ['INSERT', 'SELECT', 'UPDATE(last_call,leased_until)'],
  sealed_content: ['DELETE', 'INSERT', 'SELECT'],
  secrets: ['DELETE', 'INSERT', 'SELECT', 'UPDATE(hosts,sealed,updated_at)'],
  tenant_counts: ['INSERT', 'SELECT', 'UPDATE(count)'],
  tenant_logs: ['INSERT', 'SELECT', 'UPDATE(last_seq)'],
  tenants: ['INSERT', 'SELECT', 'UPDATE(active,name,settings)'],
  tickets: ['DELETE', 'INSERT', 'SELECT'],
  tools: ['DELETE', 'INSERT', 'SELECT', 'UPDATE(config,name,updated_at)'],
  usage_days: ['INSERT', 'SELECT', 'UPDATE(asr_milli,calls,cost_micro_inr,tokens_in_milli,tokens_out_milli,tts_milli)'],
  usage_told: ['INSERT', 'SELECT', 'UPDATE(calls,through)'],
  webhook_attempts: ['DELETE', 'INSERT', 'SELECT', 'UPDATE(sealed)'],
  webhook_deliveries: ['DELETE', 'INSERT', 'SELECT', 'UPDATE(attempts,delivered_at,due_at,lease,state,tries,trigger)'],
  webhook_endpoints: [
    'DELETE',
    'INSERT',
    'SELECT',
    'UPDATE(consecutive_failures,description,event_types,grace_ends_at,last_success_at,next_sealed,rotated_at,sealed,state,state_since,url)',
  ],
}
const OURS = `n.nspname = 'public' and c.relkind in ('r', 'p')`

describe.each(['postgres18', 'postgres15'] as const)('the catalogue of %s', (version) => {
  let url: string
  beforeAll(async () => {
    url = await createStoreDatabase(inject(version))
  })

  test('tables.ts says what the database has', async () => {
    const rows = await query<{ table_name: string; column_name: string; type: string }>(
      url,
      `select table_name, column_name, udt_name || case is_nullable when 'YES' then '?' else '' end as type
       from information_schema.columns where table_schema = 'public' and table_name <> 'schema_migrations'`,
    )
    const found: Record<string, Record<string, string>> = {}
    for (const row of rows) {
      found[row.table_name] ??= {}
      found[row.table_name]![row.column_name] = row.type
    }
    expect(found).toEqual(tables)
  })

  test('every table is under row-level security, forced on its owner too, with a policy of the app role', async () => {
    const unguarded = await query(
      url,
      `select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where ${OURS} and c.relname <> 'schema_migrations' and not (c.relrowsecurity and c.relforcerowsecurity
         and exists (select from pg_policies p where p.tablename = c.relname and p.roles = '{invorto_app}'))`,
    )
    expect(unguarded).toEqual([])
  })

  test('policies compare with the setting of the transaction, and nothing else', async () => {
    const policies = await query(
      url,
      `select tablename || ' ' || cmd as on, coalesce(qual, with_check) as qual from pg_policies order by 1, 2`,
    )
    expect(policies).toEqual([
      { on: 'agent_versions ALL', qual: '(tenant_id = app_tenant_id())' },
      { on: 'agents ALL', qual: '(tenant_id = app_tenant_id())' },
      { on: 'api_keys ALL', qual: '(tenant_id = app_tenant_id())' },
      { on: 'api_keys SELECT', qual: '(hash = app_key_hash())' },
      { on: 'api_keys SELECT', qual: '(id = ANY (app_key_ids()))' },
      { on: 'call_costs ALL', qual: '(tenant_id = app_tenant_id())' },
      { on: 'call_owners ALL', qual: '(tenant_id = app_tenant_id())' },
      { on: 'call_owners SELECT', qual: '(app_process_id() IS NOT NULL)' },
      { on: 'call_owners UPDATE', qual: '(app_process_id() IS NOT NULL)' },
      { on: 'calls ALL', qual: '(tenant_id = app_tenant_id())' },
      { on: 'events ALL', qual: '(tenant_id = app_tenant_id())' },
      { on: 'fx_rates INSERT', qual: "(app_task() = 'fx'::text)" },
      { on: 'fx_rates SELECT', qual: 'true' },
      { on: 'idempotent_requests ALL', qual: '(tenant_id = app_tenant_id())' },
      { on: 'idempotent_requests DELETE', qual: '(expires_at < app_swept_until())' },
      { on: 'idempotent_requests SELECT', qual: '(expires_at < app_swept_until())' },
      { on: 'livekit_events ALL', qual: '(tenant_id = app_tenant_id())' },
      { on: 'livekit_events SELECT', qual: '((app_process_id() IS NOT NULL) AND (sealed IS NOT NULL))' },
      { on: 'livekit_events UPDATE', qual: '((app_process_id() IS NOT NULL) AND (sealed IS NOT NULL))' },
      { on: 'livekit_projects ALL', qual: '(tenant_id = app_tenant_id())' },
      { on: 'livekit_projects SELECT', qual: '(api_key = app_livekit_key())' },
      { on: 'process_leases ALL', qual: '(app_process_id() IS NOT NULL)' },
      { on: 'rates INSERT', qual: '(tenant_id = app_tenant_id())' },
      { on: 'rates SELECT', qual: '((tenant_id IS NULL) OR (tenant_id = app_tenant_id()))' },
      { on: 'retention_sweeps ALL', qual: '(tenant_id = app_tenant_id())' },
      { on: 'sealed_content ALL', qual: '(tenant_id = app_tenant_id())' },
      { on: 'secrets ALL', qual: '(tenant_id = app_tenant_id())' },
      { on: 'tenant_counts ALL', qual: '(tenant_id = app_tenant_id())' },
      { on: 'tenant_logs ALL', qual: '(tenant_id = app_tenant_id())' },
      { on: 'tenants ALL', qual: '(id = app_tenant_id())' },
      { on: 'tenants SELECT', qual: 'app_is_operator()' },
      { on: 'tickets ALL', qual: '(tenant_id = app_tenant_id())' },
      { on: 'tickets DELETE', qual: '(hash = app_key_hash())' },
      { on: 'tickets SELECT', qual: '(hash = app_key_hash())' },
      { on: 'tools ALL', qual: '(tenant_id = app_tenant_id())' },
      { on: 'usage_days ALL', qual: '(tenant_id = app_tenant_id())' },
      { on: 'usage_told ALL', qual: '(tenant_id = app_tenant_id())' },
      { on: 'webhook_attempts ALL', qual: '(tenant_id = app_tenant_id())' },
      { on: 'webhook_attempts DELETE', qual: "(app_task() = 'webhooks'::text)" },
      { on: 'webhook_attempts SELECT', qual: "(app_task() = 'webhooks'::text)" },
      { on: 'webhook_deliveries ALL', qual: '(tenant_id = app_tenant_id())' },
      { on: 'webhook_deliveries DELETE', qual: "(app_task() = 'webhooks'::text)" },
      { on: 'webhook_deliveries SELECT', qual: "(app_task() = 'webhooks'::text)" },
      { on: 'webhook_deliveries UPDATE', qual: "(app_task() = 'webhooks'::text)" },
      { on: 'webhook_endpoints ALL', qual: '(tenant_id = app_tenant_id())' },
      { on: 'webhook_endpoints SELECT', qual: "(app_task() = 'webhooks'::text)" },
    ])
  })

  test('the app role has no power, no login, no membership and no property', async () => {
    const [role] = await query(
      url,
      `select rolsuper, rolbypassrls, rolcanlogin, rolcreaterole, rolcreatedb, rolreplication,
         (select count(*)::int from pg_auth_members m where m.member = r.oid) as member_of,
         (select count(*)::int from pg_class c where c.relowner = r.oid) as owns
       from pg_roles r where rolname = 'invorto_app'`,
    )
    expect(Object.values(role!).filter(Boolean)).toEqual([])
  })

  test('the app role may do what the platform does: it neither changes nor removes an event', async () => {
    const rows = await query<{ table_name: string; privilege_type: string; columns: string | null }>(
      url,
      `select table_name, privilege_type, null as columns from information_schema.role_table_grants
         where grantee in ('invorto_app', 'PUBLIC') and table_schema = 'public'
       union all
       select table_name, 'UPDATE', string_agg(column_name, ',' order by column_name)
         from information_schema.role_column_grants
         where grantee in ('invorto_app', 'PUBLIC') and table_schema = 'public' and privilege_type = 'UPDATE'
         group by table_name`,
    )
    const granted: Record<string, string[]> = {}
    for (const { table_name, privilege_type, columns } of rows) {
      granted[table_name] ??= []
      granted[table_name]!.push(columns === null ? privilege_type : `${privilege_type}(${columns})`)
    }
    for (const privileges of Object.values(granted)) privileges.sort()
    expect(granted).toEqual(GRANTS)
  })

  test('nothing runs with the rights of its owner', async () => {
    const definers = await query(
      url,
      `select p.proname from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prosecdef
       union all select c.relname from pg_class c where c.relnamespace = 'public'::regnamespace
         and c.relkind in ('v', 'm') and not coalesce('security_invoker=true' = any (c.reloptions), false)`,
    )
    expect(definers).toEqual([])
  })

  test('without a tenant the app role sees nothing and writes nothing, also after another transaction had one', async () => {
    await query(url, `insert into tenants values ('00000000-0000-7000-8000-000000000001', 'Acme', now())`)
    const seen = await query(
      url,
      `do $$
       declare
         counts int[];
       begin
         set local role invorto_app;
         counts := array[(select count(*) from tenants), (select count(*) from events)];
         perform set_config('app.tenant_id', '', true), set_config('app.key_hash', '', true);
         counts := counts || array[(select count(*)::int from tenants), (select count(*)::int from api_keys)];
         if counts <> '{0,0,0,0}' then raise 'seen: %', counts; end if;
         begin
           insert into tenants values ('00000000-0000-7000-8000-000000000002', 'Other', now());
           raise 'written';
         exception when insufficient_privilege then null;
         end;
       end $$`,
    )
    expect(seen).toEqual([])
  })
})
