import { cp, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { systemClock } from '#runtime/core/system-clock.ts'
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
})
