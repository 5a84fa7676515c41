import { expect, inject, test } from 'vitest'
import { systemClock } from '#runtime/core/system-clock.ts'
import { createStoreDatabase } from '../testing/store-database.ts'
import { query } from '../testing/test-database.ts'
import { createPool } from './pool.ts'
import { postgresStore } from './postgres.ts'

const DAY = '2026-02-03'
const minuteAgo = `update pgboss.job set heartbeat_on = heartbeat_on - interval '61 seconds' where name = 'usage-day'`
/** What looks for dead processes does so every few seconds. */
const looksAgain = 'update pgboss.queue set monitor_on = null, monitor_claim_on = null'
const due = `update pgboss.job set start_after = now() where name = 'usage-day' and state = 'retry'`
const state = `select state from pgboss.job where name = 'usage-day'`

test('the job of a day whose process died is another’s after a minute, and the dead one has no say in it', async () => {
  const url = await createStoreDatabase(inject('postgres18'))
  const process = () => postgresStore(createPool({ url }), systemClock())
  const [dead, living] = [process(), process()]
  const lost = (await dead.billing.take(DAY))!
  await query(url, minuteAgo)
  await dead.billing.keep(lost)
  await living.finishing.sweep()
  expect(await query(url, state)).toEqual([{ state: 'active' }])

  await query(url, minuteAgo)
  await query(url, looksAgain)
  await living.finishing.sweep()
  expect(await query(url, state)).toEqual([{ state: 'retry' }])
  expect(await living.billing.take(DAY)).toBeNull()
  await query(url, due)
  const job = (await living.billing.take(DAY))!
  expect(job).toEqual({ day: DAY, attempt: 1, last: false })

  await dead.billing.done(lost)
  expect(await dead.billing.failed(lost, 'too late')).toBe('lost')
  expect(await query(url, state)).toEqual([{ state: 'active' }])
  await living.billing.done(job)
  expect(await query(url, state)).toEqual([{ state: 'completed' }])
  await Promise.all([dead.close(), living.close()])
})
