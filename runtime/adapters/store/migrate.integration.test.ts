import { cp, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, inject, test, vi } from 'vitest'
import { systemClock } from '#runtime/core/system-clock.ts'
import { usageUpdated } from '#runtime/domain/billing/usage-updated.ts'
import { sampleCall, sampleLine } from '../testing/samples.ts'
import { migrationsFolder } from '../testing/store-database.ts'
import { createTestDatabase, query } from '../testing/test-database.ts'
import { newCall } from './conformance/new-tenant.ts'
import { MigrationRefused, migrate } from './migrate.ts'
import { createPool } from './pool.ts'
import { postgresStore } from './postgres.ts'

const ours = (await readdir(migrationsFolder)).filter((name) => name.endsWith('.sql')).sort()

describe.each(['postgres18', 'postgres15'] as const)('migrations on %s', (version) => {
  let url: string
  let folder: string
  beforeEach(async () => {
    url = await createTestDatabase(inject(version))
    folder = await mkdtemp(join(tmpdir(), `invorto-test-${process.pid}-migrations-`))
    await cp(migrationsFolder, folder, { recursive: true })
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))
  const write = (name: string, sql: string): Promise<void> => writeFile(join(folder, name), sql)

  test('each is applied once, in order', async () => {
    expect(await migrate(url, folder)).toEqual(ours)
    await write('9002-second.sql', 'alter table first add column b int')
    await write('9001-first.sql', 'create table first (a int)')
    expect(await migrate(url, folder)).toEqual(['9001-first.sql', '9002-second.sql'])
    expect(await migrate(url, folder)).toEqual([])
  })

  test('many who start at once apply each once', async () => {
    const applied = await Promise.all(Array.from({ length: 6 }, () => migrate(url, folder)))
    expect(applied.flat().toSorted()).toEqual(ours)
  })

  test('one that has changed since is refused', async () => {
    await migrate(url, folder)
    await write('0001-spine.sql', 'select 1')
    await expect(migrate(url, folder)).rejects.toThrow(MigrationRefused)
  })

  test('a new one that sorts before what is applied is refused', async () => {
    await migrate(url, folder)
    await write('0000-early.sql', 'select 1')
    await expect(migrate(url, folder)).rejects.toThrow('sorts before')
  })

  test('a file with another kind of name is refused', async () => {
    await write('fix.sql', 'select 1')
    await expect(migrate(url, folder)).rejects.toThrow(MigrationRefused)
  })

  test('one that fails leaves nothing, and those before it stay', async () => {
    await write('9001-broken.sql', 'create table half (a int); select 1/0')
    await expect(migrate(url, folder)).rejects.toThrow('division by zero')
    expect(await query(url, 'select name from schema_migrations')).toEqual(ours.map((name) => ({ name })))
    expect(await query(url, "select to_regclass('half') as half")).toEqual([{ half: null }])
  })

  describe('outside of a transaction', () => {
    const statements = (...all: string[]): string => `-- outside of a transaction\n${all.join(';\n\n')};\n`
    const built = `select indisvalid as valid from pg_index where indexrelid = 'by_a'::regclass`
    const index = ['drop index concurrently if exists by_a', 'create index concurrently by_a on first (a)']

    test('an index is built while others write and many wait for their turn to migrate', async () => {
      await write('9001-first.sql', 'create table first (a int)')
      await migrate(url, folder)
      const writer = new pg.Client({ connectionString: url })
      await writer.connect()
      await writer.query('begin; insert into first values (1)')
      await write('9002-index.sql', statements(...index))
      const migrating = Promise.all(Array.from({ length: 4 }, () => migrate(url, folder)))
      const building = `select from pg_stat_activity where query like 'create index concurrently by_a%' and wait_event_type = 'Lock'
        and datname = current_database()`
      await vi.waitFor(async () => expect(await query(url, building)).toHaveLength(1), { timeout: 10_000 })
      await query(url, 'insert into first values (2)')
      await writer.query('commit')
      await writer.end()
      expect((await migrating).flat()).toEqual(['9002-index.sql'])
      expect(await query(url, built)).toEqual([{ valid: true }])
    })

    test('one that was interrupted is begun again', async () => {
      await write('9001-first.sql', 'create table first (a int); insert into first values (1), (1)')
      await write('9002-index.sql', statements(index[0]!, 'create unique index concurrently by_a on first (a)'))
      await expect(migrate(url, folder)).rejects.toThrow('could not create unique index')
      expect(await query(url, built)).toEqual([{ valid: false }])
      await query(url, 'truncate first')
      expect(await migrate(url, folder)).toEqual(['9002-index.sql'])
      expect(await query(url, built)).toEqual([{ valid: true }])
    })
  })

  test('a table that is in use is waited for, and whoever comes after the migration is let go first', async () => {
    await write('9001-first.sql', 'create table first (a int)')
    await migrate(url, folder)
    const reader = new pg.Client({ connectionString: url })
    await reader.connect()
    await reader.query('begin; select from first')
    await write('9002-column.sql', 'alter table first add column b int')
    const migrating = migrate(url, folder)
    const waits = `select from pg_stat_activity where query like 'alter table first%' and wait_event_type = 'Lock' and datname = current_database()`
    await vi.waitFor(async () => expect(await query(url, waits)).toHaveLength(1), { timeout: 10_000 })
    await query(url, 'insert into first values (1)')
    await reader.query('commit')
    await reader.end()
    expect(await migrating).toEqual(['9002-column.sql'])
  })

  /** The URL for an owner of the database that is no superuser. */
  const asOwner = async (): Promise<string> => {
    const database = new URL(url).pathname.slice(1)
    const owner = `owner_${database}`
    await query(url, `create role ${owner} login createrole; alter database ${database} owner to ${owner}`)
    await query(url, `grant all on schema public to ${owner}; grant invorto_app to ${owner} with admin option`)
    const theirs = new URL(url)
    theirs.searchParams.set('user', owner)
    return theirs.href
  }

  test('an owner that is no superuser can migrate and run the store, and sees no row itself', async () => {
    const owner = await asOwner()
    expect(await migrate(owner, folder)).toEqual(ours)
    const store = postgresStore(createPool({ url: owner }), systemClock())
    const { tenantId, call } = await newCall(store)
    expect(await store.calls.get(tenantId, call.id)).toEqual(call)
    await store.close()
    expect(await query(owner, 'select count(*)::int as seen from tenants')).toEqual([{ seen: 0 }])
  })

  test('what a tenant has already is counted, whoever the owner is', async () => {
    const owner = await asOwner()
    const late = ours.filter((name) => name >= '0013')
    for (const name of late) await rename(join(folder, name), join(folder, `${name}.later`))
    await migrate(owner, folder)
    const tenant = '00000000-0000-7000-8000-000000000001'
    await query(
      url,
      `insert into tenants (id, name, created_at) values ('${tenant}', 'Acme', now());
       insert into agents (id, tenant_id, name, version, config, created_at, updated_at, deleted_at)
         select gen_random_uuid(), '${tenant}', n, 1, '{}', now(), now(), case when n > 3 then now() end
         from generate_series(1, 5) n;
       insert into api_keys (id, tenant_id, hash, role, name, last_four, created_at)
         values (gen_random_uuid(), '${tenant}', sha256('x'), 'dev', 'k', 'xxxx', now())`,
    )
    for (const name of late) await rename(join(folder, `${name}.later`), join(folder, name))
    await migrate(owner, folder)
    expect(await query(url, 'select kind, count::int from tenant_counts order by kind')).toEqual([
      { kind: 'agents', count: 3 },
      { kind: 'api_keys', count: 1 },
    ])
  })

  test('what calls used before 0023 is told with what they use afterwards, whoever the owner is', async () => {
    const owner = await asOwner()
    const late = ours.filter((name) => name >= '0023')
    for (const name of late) await rename(join(folder, name), join(folder, `${name}.later`))
    await migrate(owner, folder)
    const store = postgresStore(createPool({ url: owner }), systemClock())
    const made = await Promise.all(
      ['2026-02-03T18:29:59.999Z', '2026-02-03T18:30:00.000Z'].map((createdAt) => newCall(store, { createdAt })),
    )
    const lines = [{ ...sampleLine, microInr: 7n }]
    const keep = (tenantId: string, callId: string) =>
      store.costs.keep(tenantId, callId, { lines, totalMicroInr: 7n, at: '2026-02-05T00:00:00.000Z' })
    for (const { tenantId, call } of made) await keep(tenantId, call.id)
    for (const name of late) await rename(join(folder, `${name}.later`), join(folder, name))
    expect(await migrate(owner, folder)).toEqual(late)
    expect(
      await query(url, 'select day::text, calls::int, cost_micro_inr::int as micro from usage_days order by day'),
    ).toEqual([
      { day: '2026-02-03', calls: 1, micro: 7 },
      { day: '2026-02-04', calls: 1, micro: 7 },
    ])
    const [{ tenantId, agent }] = made as [(typeof made)[0]]
    const next = sampleCall(agent, { createdAt: '2026-02-03T10:00:00.000Z' })
    await store.calls.create(tenantId, next)
    await keep(tenantId, next.id)
    const told = await store.billing.tell(tenantId, '2026-02-03', (usage) =>
      usageUpdated(tenantId, usage, next.createdAt),
    )
    expect(told).toMatchObject([{ calls: 2, microInr: 14n }])
    await store.close()
  })
})
