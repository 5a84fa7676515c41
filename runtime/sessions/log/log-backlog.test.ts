import { expect, test } from 'vitest'
import { settled } from '#runtime/core/testing/virtual-clock.ts'
import { LogBacklog } from './log-backlog.ts'

const tenants = (count: number): string[] => Array.from({ length: count }, (_, n) => `t_${n + 1}`)

/** A backlog of 1,000,000 bytes, and a log of each tenant. */
function backlogOf() {
  const backlog = new LogBacklog(1_000_000)
  const over: string[] = []
  backlog.onOver((tenantId) => over.push(tenantId))
  const logs = new Map<string, { tenantId: string; waiting: number; oldestAt: number | null }>()
  const logOf = (tenantId: string) => {
    const log = logs.get(tenantId) ?? { tenantId, waiting: 0, oldestAt: 0 }
    logs.set(tenantId, log)
    return log
  }
  const hold = (tenantId: string, bytes: number): void => {
    const log = logOf(tenantId)
    log.waiting += 1
    backlog.holds(log, bytes)
  }
  const store = (tenantId: string, bytes: number, now = 0, waiting = 0): void => {
    const log = logOf(tenantId)
    log.waiting = waiting
    backlog.isStored(log, bytes, now)
  }
  const taken = (...some: string[]): boolean[] => some.map((tenantId) => backlog.takesCallsOf(tenantId))
  return { backlog, over, hold, store, taken }
}

test('a tenant alone begins no call from half of the bound on, and is over at three quarters, once', async () => {
  const { over, hold, store, taken } = backlogOf()
  hold('t_1', 499_999)
  expect(taken('t_1')).toEqual([true])
  hold('t_1', 1)
  expect(taken('t_1')).toEqual([false])
  hold('t_1', 249_999)
  await settled()
  expect(over).toEqual([])
  for (let n = 0; n < 10; n += 1) hold('t_1', 1)
  await settled()
  expect(over).toEqual(['t_1'])
  store('t_1', 500_000, 0, 1)
  expect(taken('t_1')).toEqual([true])
  hold('t_1', 500_000)
  await settled()
  expect(over).toEqual(['t_1', 't_1'])
})

test('beside one that is held up others go on and begin, also new ones, until there is no room at all', async () => {
  const { over, hold, store, taken } = backlogOf()
  hold('t_1', 750_000)
  for (let n = 0; n < 100; n += 1) {
    hold('t_2', 20_000)
    expect(taken('t_1', 't_2', 't_3')).toEqual([false, true, true])
    store('t_2', 20_000)
  }
  await settled()
  expect(over).toEqual(['t_1'])
  hold('t_2', 250_000)
  expect(taken('t_3')).toEqual([false])
})

test('the fullest is over first, then the next, and all together never hold more than the bound', async () => {
  const { backlog, over, hold } = backlogOf()
  const parts = new Map([
    ['t_1', 500],
    ['t_2', 300],
    ['t_3', 100],
    ['t_4', 10],
  ])
  for (let n = 0; n < 10_000; n += 1) {
    for (const [tenantId, bytes] of parts) if (!over.includes(tenantId)) hold(tenantId, bytes)
    await settled()
  }
  expect(over).toEqual(['t_1', 't_2', 't_3', 't_4'])
  expect(backlog.bytes).toBeLessThan(1_000_000)
})

test('whoever was over and has room again, because others were stored, is over again when it is gone', async () => {
  const { over, hold, store, taken } = backlogOf()
  hold('t_2', 400_000)
  hold('t_1', 450_000)
  await settled()
  expect(over).toEqual(['t_1'])
  store('t_2', 400_000)
  expect(taken('t_1')).toEqual([true])
  for (let n = 0; n < 20; n += 1) hold('t_1', 20_000)
  await settled()
  expect(over).toEqual(['t_1', 't_1'])
})

test.each([2, 10, 500])('where all of %d tenants are held up none begins a call from half of it on', (count) => {
  const { hold, taken } = backlogOf()
  const all = tenants(count)
  for (const tenantId of all) hold(tenantId, 500_000 / count - 1)
  expect(new Set(taken(...all))).toEqual(new Set([true]))
  for (const tenantId of all) hold(tenantId, 1)
  expect(new Set(taken(...all))).toEqual(new Set([false]))
})

test('a process is well while the database takes what others say, and not when it takes nothing', () => {
  const { backlog, hold, store } = backlogOf()
  hold('t_1', 1_000)
  // A batch that was under way when the log of the first was held up says nothing.
  hold('t_2', 1_000)
  store('t_2', 1_000, 900)
  expect([backlog.isWell(9_999, 10_000), backlog.isWell(10_000, 10_000)]).toEqual([true, false])
  hold('t_2', 1_000)
  store('t_2', 1_000, 60_000)
  expect([backlog.isWell(69_999, 10_000), backlog.isWell(70_000, 10_000)]).toEqual([true, false])
  hold('t_1', 600_000)
  expect([backlog.isWell(60_001, 10_000), backlog.isWell(70_000, 10_000)]).toEqual([true, false])
  hold('t_1', 400_000)
  expect(backlog.isWell(60_001, 10_000)).toBe(false)
})
