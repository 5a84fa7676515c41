import { beforeEach, expect, test } from 'vitest'
import type { CallEvent } from '#generated/events.gen.ts'
import { checkEvent } from '#generated/events.gen.ts'
import type { PeriodUsage } from '#runtime/core/period-usage.ts'
import { settled, VirtualClock } from '#runtime/core/testing/virtual-clock.ts'
import type { DayJob } from '#runtime/ports/billing.ts'
import type { Store } from '#runtime/ports/store.ts'
import { UsageReporter } from './usage-reporter.ts'

const MIDNIGHT = Date.parse('2026-02-03T18:30:00.000Z')
const MINUTE = 60_000
const usage = (day: string): PeriodUsage => ({
  ...{ periodStart: '2026-02-01', periodEnd: '2026-02-28', through: day, calls: 2, asrMs: 61_500, ttsChars: 360 },
  ...{ llmTokensIn: 420, llmTokensOut: 150, microInr: 1_622_911n },
})

/** Jobs and tenants in memory; `break` says how a tenant fails. */
function stage(tenantIds = ['t_1', 't_2']) {
  const clock = new VirtualClock(MIDNIGHT - MINUTE)
  const jobs = new Map<string, { job: DayJob; state: 'waits' | 'active' | 'done' }>()
  const said: CallEvent[] = []
  const done: string[] = []
  const kept: string[] = []
  const faults: unknown[] = []
  const reasons: string[] = []
  const told: object[] = []
  const s = {
    ...{ clock, said, done, kept, faults, reasons, told, tenantIds, last: false, away: false },
    break: (_tenantId: string): void => {},
    slow: async (): Promise<void> => {},
    /** Attempts that failed are due again. */
    due: () => {
      for (const one of jobs.values()) if (one.state === 'active') one.state = 'waits'
    },
  }
  const billing: Store['billing'] = {
    async take(day) {
      if (!jobs.has(day)) jobs.set(day, { job: { day, attempt: -1, last: false }, state: 'waits' })
      const next = [...jobs.values()].find(({ state }) => state === 'waits')
      if (next === undefined) return null
      next.state = 'active'
      next.job = { day: next.job.day, attempt: next.job.attempt + 1, last: s.last }
      return next.job
    },
    async keep({ day }) {
      if (s.away) throw new Error('the database is away')
      kept.push(day)
    },
    async done({ day }) {
      done.push(day)
      jobs.get(day)!.state = 'done'
    },
    async failed({ last }, reason) {
      reasons.push(reason)
      return last ? 'dead' : 'waits'
    },
    async tell(tenantId, day, event) {
      s.break(tenantId)
      await s.slow()
      said.push(event(usage(day)))
      return [usage(day)]
    },
  }
  const list: Store['tenants']['list'] = async ({ limit, before }) => {
    const from = before === undefined ? 0 : s.tenantIds.indexOf(before) + 1
    return s.tenantIds.slice(from, from + limit).map((id) => ({ id })) as never
  }
  const ports = {
    ...{ store: { billing, tenants: { list } as Store['tenants'] }, clock },
    onFault: (error: unknown) => void faults.push(error),
    onTold: (of: object) => void told.push(of),
  }
  return { s, reporter: new UsageReporter(ports) }
}

let { s, reporter } = stage()
beforeEach(() => {
  ;({ s, reporter } = stage())
})
const tenantsTold = (): string[] => s.said.map(({ session_id }) => session_id)

test('a day is told to every tenant, once, some minutes after midnight in India', async () => {
  await reporter.report(MIDNIGHT + 9 * MINUTE)
  expect(s.done).toEqual(['2026-02-02'])
  await reporter.report(MIDNIGHT + 10 * MINUTE)
  await reporter.report(MIDNIGHT + 11 * MINUTE)
  expect(s.done).toEqual(['2026-02-02', '2026-02-03'])
  expect(tenantsTold()).toEqual(['t_1', 't_2', 't_1', 't_2'])
  expect(s.told.at(-1)).toEqual({ day: '2026-02-03', events: 2 })
  for (const event of s.said) expect(checkEvent(event)).toBeNull()
  expect(s.said.at(-1)).toMatchObject({
    ...{ ts: '2026-02-03T18:40:00.000Z', component: 'control_plane', event_type: 'billing.usage_updated' },
    data: { through: '2026-02-03', calls: 2, asr_ms: 61_500, total_micro_inr: 1_622_911, at_risk: false },
  })
})

test('days on which no process was there have no job of their own', async () => {
  await reporter.report(MIDNIGHT + 10 * MINUTE)
  await reporter.report(MIDNIGHT + 10 * 86_400_000)
  expect(s.done).toEqual(['2026-02-03', '2026-02-12'])
})

test('however many tenants there are, each is told', async () => {
  s.tenantIds = Array.from({ length: 250 }, (_, i) => `t_${i}`)
  await reporter.report(MIDNIGHT)
  expect(tenantsTold()).toEqual(s.tenantIds)
})

test('a tenant that fails is in no other way, and the job is tried again', async () => {
  s.break = (tenantId) => {
    if (tenantId === 't_1') throw new Error('too much for the database')
  }
  await reporter.report(MIDNIGHT)
  expect([tenantsTold(), s.done, s.faults.length]).toEqual([['t_2'], [], 1])
  s.break = () => {}
  s.due()
  await reporter.report(MIDNIGHT)
  expect(s.done).toEqual(['2026-02-02'])
})

test('however many tenants fail, those behind them are told; the job is tried again, and the last one is a fault', async () => {
  s.tenantIds = Array.from({ length: 30 }, (_, i) => `t_${i}`)
  s.break = (tenantId) => {
    if (Number(tenantId.slice(2)) < 25) throw new Error(`too much for the database: ${tenantId}`)
  }
  await reporter.report(MIDNIGHT)
  expect([tenantsTold(), s.done]).toEqual([s.tenantIds.slice(25), []])
  expect(s.faults.map(String)).toEqual([
    ...s.tenantIds.slice(0, 10).map((id) => `Error: too much for the database: ${id}`),
    'Error: 25 tenants could not be told of their usage.',
  ])
  expect(s.reasons).toEqual(['25 tenants could not be told of their usage.'])
  s.due()
  s.last = true
  await reporter.report(MIDNIGHT)
  expect(String(s.faults.at(-1))).toContain('given up')
})

test('when it is the database that fails, no other tenant is tried', async () => {
  s.tenantIds = Array.from({ length: 30 }, (_, i) => `t_${i}`)
  s.away = true
  let asked = 0
  s.break = () => {
    asked += 1
    throw new Error('the database is away')
  }
  await reporter.report(MIDNIGHT)
  expect([asked, s.faults.length, s.reasons]).toEqual([1, 1, ['the database is away']])
})

test('a job that takes long is kept', async () => {
  s.tenantIds = ['t_1', 't_2', 't_3']
  s.slow = () => s.clock.sleep(6_000)
  const over = reporter.report(MIDNIGHT)
  await s.clock.advance(18_000)
  await over
  expect(s.kept).toEqual(['2026-02-02'])
})

test('it looks again every few minutes until it is stopped, also when the database was away', async () => {
  s.break = () => {
    throw new Error('away')
  }
  reporter.start()
  await settled()
  s.break = () => {}
  s.due()
  await s.clock.advance(5 * MINUTE)
  expect(s.done).toEqual(['2026-02-02'])
  await s.clock.advance(10 * MINUTE)
  expect(s.done).toEqual(['2026-02-02', '2026-02-03'])
  await reporter.stop()
  reporter.start()
  await s.clock.advance(86_400_000)
  expect(s.done.length).toBe(2)
})

test("what is stopped begins with no further tenant, and its job is another process's", async () => {
  s.slow = () => s.clock.sleep(1_000)
  reporter.start()
  await settled()
  const stopped = reporter.stop()
  await s.clock.advance(1_000)
  await stopped
  expect([tenantsTold(), s.done]).toEqual([['t_1'], []])
})
