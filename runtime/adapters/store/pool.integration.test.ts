import { sql } from 'kysely'
import type { Pool } from 'pg'
import { afterEach, beforeEach, describe, expect, inject, test, vi } from 'vitest'
import type { Store } from '#runtime/ports/store.ts'
import { ids } from '../testing/samples.ts'
import { createStoreDatabase } from '../testing/store-database.ts'
import { query } from '../testing/test-database.ts'
import { newCall } from './conformance/new-tenant.ts'
import { createPool } from './pool.ts'
import { postgresStore } from './postgres.ts'
import { build, inTenant } from './tenant-transaction.ts'

const KILL_OTHERS = `select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid()`

describe('tenants on shared connections', () => {
  let url: string
  let pool: Pool
  let store: Store
  beforeEach(async () => {
    url = await createStoreDatabase(inject('postgres18'))
    pool = createPool({ url, maxConnections: 2 })
    store = postgresStore(pool)
  })
  afterEach(() => store.close())

  test('500 interleaved transactions on two connections see their own tenant each', async () => {
    const tenants = await Promise.all(Array.from({ length: 5 }, () => newCall(store)))
    const seen = await Promise.all(
      Array.from({ length: 500 }, async (_, i) => {
        const mine = tenants[i % tenants.length]!
        if (i % 7 === 0) {
          const failing = inTenant(pool, mine.tenantId, () => Promise.reject(new Error('on purpose')))
          await expect(failing).rejects.toThrow('on purpose')
        }
        const agents = await store.agents.list(mine.tenantId, { limit: 100 })
        return agents.length === 1 && agents[0]?.id === mine.agent.id
      }),
    )
    expect(seen.filter((own) => !own)).toEqual([])
  })

  test('a connection goes back as it came: no role, no tenant, no timeout', async () => {
    await newCall(store)
    const { rows } = await pool.query(
      `select current_user = session_user as own_role, coalesce(current_setting('app.tenant_id', true), '') as tenant,
         current_setting('statement_timeout') as timeout`,
    )
    expect(rows).toEqual([{ own_role: true, tenant: '', timeout: '0' }])
  })

  test('connections that break, idle or in use, end nothing but their query', async () => {
    const { tenantId, agent } = await newCall(store)
    await query(url, KILL_OTHERS)
    await vi.waitFor(async () => expect(await store.agents.get(tenantId, agent.id)).toEqual(agent))
    const cut = inTenant(pool, tenantId, (run) => run({ compile: () => sql`select pg_sleep(9)`.compile(build) }))
    const cutFails = expect(cut).rejects.toThrow()
    await vi.waitFor(async () =>
      expect(await query(url, `select pid from pg_stat_activity where query like 'select pg_sleep%'`)).toHaveLength(1),
    )
    await query(url, KILL_OTHERS)
    await cutFails
    await vi.waitFor(async () => expect(await store.agents.get(tenantId, agent.id)).toEqual(agent))
    expect(await store.ready()).toBe(true)
  })

  test('after close it is not ready, and closes again', async () => {
    await store.close()
    expect(await store.ready()).toBe(false)
    await store.close()
  })

  test('a database that cannot be reached is an error, not a wait', async () => {
    const nowhere = postgresStore(createPool({ url: 'postgresql://127.0.0.1:1/none' }))
    expect(await nowhere.ready()).toBe(false)
    await expect(nowhere.agents.list(ids.next('tenant'), { limit: 1 })).rejects.toThrow('ECONNREFUSED')
    await nowhere.close()
  })
})
