import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
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

  test('an owner that is no superuser can migrate and run the store, and sees no row itself', async () => {
    const database = new URL(url).pathname.slice(1)
    const owner = `owner_${database}`
    await query(url, `create role ${owner} login createrole; alter database ${database} owner to ${owner}`)
    await query(url, `grant all on schema public to ${owner}; grant invorto_app to ${owner} with admin option`)
    const asOwner = new URL(url)
    asOwner.searchParams.set('user', owner)
    expect(await migrate(asOwner.href, folder)).toEqual(ours)
    const store = postgresStore(createPool({ url: asOwner.href }))
    const { tenantId, call } = await newCall(store)
    expect(await store.calls.get(tenantId, call.id)).toEqual(call)
    await store.close()
    expect(await query(asOwner.href, 'select count(*)::int as seen from tenants')).toEqual([{ seen: 0 }])
  })
})
