import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest'
import { systemClock } from '#runtime/core/system-clock.ts'
import { usageUpdated } from '#runtime/domain/billing/usage-updated.ts'
import type { Store } from '#runtime/ports/store.ts'
import { sampleCall, sampleLine } from '../testing/samples.ts'
import { createStoreDatabase } from '../testing/store-database.ts'
import { query } from '../testing/test-database.ts'
import { newCall } from './conformance/new-tenant.ts'
import { createPool } from './pool.ts'
import { postgresStore } from './postgres.ts'
import { storedId } from './stored-id.ts'

const DAY = '2026-02-03'
const AT = '2026-02-03T10:00:00.000Z'
const FIVE = ['stt', 'tts', 'llm', 'llm', 'platform'] as const
const UNITS = ['seconds', 'characters', 'tokens_in', 'tokens_out', 'seconds'] as const
const days = 'select d::text as row from usage_days d order by d.tenant_id, d.day'

describe.each(['postgres18', 'postgres15'] as const)('the days of %s', (version) => {
  let url: string
  let store: Store
  beforeAll(async () => {
    url = await createStoreDatabase(inject(version))
    store = postgresStore(createPool({ url }), systemClock())
  })
  afterAll(() => store.close())

  /** A call of the tenant of `made`, whose cost is kept; each has other figures. */
  async function used({ tenantId, agent }: Awaited<ReturnType<typeof newCall>>, nth: number): Promise<void> {
    const call = sampleCall(agent, { createdAt: AT })
    await store.calls.create(tenantId, call)
    const lines = FIVE.map((type, i) => ({
      ...{ ...sampleLine, type, unit: UNITS[i]! },
      ...{ quantityMilli: BigInt(nth * 1_001 + i), microInr: BigInt(nth * 7 + i) },
    }))
    const totalMicroInr = lines.reduce((sum, { microInr }) => sum + microInr, 0n)
    await store.costs.keep(tenantId, call.id, { lines, totalMicroInr, at: AT })
  }

  test('what is told is read from days: however many calls a month has, none of them is looked at', async () => {
    const made = await newCall(store)
    await used(made, 1)
    const busy = new pg.Client({ connectionString: url })
    await busy.connect()
    await busy.query('begin; lock calls, call_costs in access exclusive mode')
    const { tenantId } = made
    const told = await store.billing.tell(tenantId, DAY, (usage) => usageUpdated(tenantId, usage, AT))
    await busy.end()
    expect(told).toMatchObject([{ through: DAY, calls: 1, microInr: 45n }])
  })

  test('a day is the sum of its calls, also when many are counted at once and while it is counted anew', async () => {
    const made = await newCall(store)
    let over = false
    const recounts = (async () => {
      let count = 0
      for (; !over; count += 1)
        await query(url, 'select recount_usage_day($1, $2)', [storedId('tenant', made.tenantId), DAY])
      return count
    })()
    for (let from = 0; from < 120; from += 8) {
      await Promise.all(Array.from({ length: 8 }, (_, i) => used(made, from + i)))
    }
    over = true
    expect(await recounts).toBeGreaterThan(1)
    const counted = await query<{ row: string }>(url, days)
    expect(counted.map(({ row }) => row.split(',').slice(1, 3))).toContainEqual([DAY, '120'])
    await query(url, 'select recount_usage_day(tenant_id, day) from usage_days')
    expect(await query(url, days)).toEqual(counted)
  })

  test('a cost that is kept while its day is counted anew is not lost', async () => {
    const made = await newCall(store)
    await used(made, 1)
    await query(
      url,
      `create function pause() returns trigger language plpgsql as $$
       begin
         if current_setting('test.pause', true) = 'on' then perform pg_sleep(0.5); end if;
         return null;
       end $$;
       create trigger pause before update on usage_days for each statement execute function pause()`,
    )
    const tenant = storedId('tenant', made.tenantId)
    const recounted = query(url, `set test.pause = on; select recount_usage_day('${tenant}', '${DAY}')`)
    const sleeps = `select from pg_stat_activity where wait_event = 'PgSleep' and datname = current_database()`
    await vi.waitFor(async () => expect(await query(url, sleeps)).toHaveLength(1), { timeout: 10_000 })
    await used(made, 2)
    await recounted
    expect(await query(url, 'select calls::int from usage_days where tenant_id = $1', [tenant])).toEqual([{ calls: 2 }])
    await query(url, 'drop function pause cascade')
  })

  test('a cost that is kept twice is counted once', async () => {
    const { tenantId, call } = await newCall(store, { createdAt: AT })
    const cost = { lines: [sampleLine], totalMicroInr: sampleLine.microInr, at: AT }
    await Promise.all(Array.from({ length: 5 }, () => store.costs.keep(tenantId, call.id, cost)))
    expect(
      await query(url, 'select calls::int, asr_milli::int as asr from usage_days where tenant_id = $1', [
        storedId('tenant', tenantId),
      ]),
    ).toEqual([{ calls: 1, asr: 62_125 }])
  })
})
