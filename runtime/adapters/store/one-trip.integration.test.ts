import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { createStoreDatabase } from '../testing/store-database.ts'
import { oneTrip } from './one-trip.ts'
import { createPool } from './pool.ts'

const ACME = '00000000-0000-7000-8000-000000000001'
const OTHER = '00000000-0000-7000-8000-000000000002'
const settings = (tenant: string): string =>
  `set_config('role', 'invorto_app', true), set_config('app.tenant_id', '${tenant}', true)`
const namesOf = { sql: 'select name from tenants where name <> $1', parameters: [''] }

describe.each(['postgres18', 'postgres15'] as const)('a query of one trip on %s', (version) => {
  let pool: pg.Pool
  let client: pg.PoolClient
  beforeAll(async () => {
    pool = createPool({ url: await createStoreDatabase(inject(version)) })
    await pool.query(
      `insert into tenants (id, name, created_at) values ('${ACME}', 'Acme', now()), ('${OTHER}', 'Other', now())`,
    )
    client = await pool.connect()
  })
  afterAll(async () => {
    client.release()
    await pool.end()
  })
  const trip = (set: string, { sql, parameters }: { sql: string; parameters: unknown[] }): Promise<unknown[]> =>
    oneTrip(client, set, { sql, parameters })
  const asItself = async (): Promise<unknown[]> =>
    (
      await client.query(
        `select current_user <> 'invorto_app' as itself, current_setting('app.tenant_id', true) as tenant`,
      )
    ).rows

  test('sees what its settings show, and leaves nothing on the connection', async () => {
    expect(await trip(settings(ACME), namesOf)).toEqual([{ name: 'Acme' }])
    expect(await trip(settings(OTHER), namesOf)).toEqual([{ name: 'Other' }])
    expect(await asItself()).toEqual([{ itself: true, tenant: '' }])
  })

  test('is never asked where its settings fail, and the connection goes on', async () => {
    for (const wrong of [`set_config('role', 'nobody_has_this', true)`, `set_config('no such setting', '', true)`]) {
      const insert = { sql: `insert into fx_rates values ('USD', now(), 1, $1)`, parameters: ['x'] }
      await expect(trip(wrong, insert)).rejects.toBeInstanceOf(pg.DatabaseError)
      await expect(trip(wrong, namesOf)).rejects.toBeInstanceOf(pg.DatabaseError)
    }
    expect((await client.query('select from fx_rates')).rowCount).toBe(0)
    expect(await trip(settings(ACME), namesOf)).toEqual([{ name: 'Acme' }])
  })

  test('is undone as a whole when it fails, also at the commit', async () => {
    const renamed = { sql: `update tenants set name = 'x' where 1 / $1::int = 1`, parameters: [0] }
    await expect(trip(settings(ACME), renamed)).rejects.toMatchObject({ code: '22012' })
    expect(await asItself()).toEqual([{ itself: true, tenant: '' }])
    await client.query(
      `create table parents (id int primary key); create table children (id int references parents deferrable initially deferred)`,
    )
    const orphan = { sql: 'insert into children values ($1)', parameters: [1] }
    await expect(trip(`set_config('app.tenant_id', '${ACME}', true)`, orphan)).rejects.toMatchObject({ code: '23503' })
    expect((await client.query('select from children')).rowCount).toBe(0)
  })

  test('ends at the time that its settings give it', async () => {
    const slow = { sql: 'select pg_sleep($1)', parameters: [5] }
    await expect(trip(`set_config('statement_timeout', '50ms', true)`, slow)).rejects.toMatchObject({ code: '57014' })
    expect((await client.query('show statement_timeout')).rows).toEqual([{ statement_timeout: '0' }])
  })

  test('needs a parameter: without one it would go another way', async () => {
    await expect(trip(settings(ACME), { sql: 'select 1', parameters: [] })).rejects.toThrow('needs a parameter')
  })
})
