import { expect, test } from 'vitest'
import type { AnyWebhookPayload } from '#generated/webhooks.gen.ts'
import { everyCheck } from '#runtime/core/contract-checks.ts'
import { VirtualClock } from '#runtime/core/testing/virtual-clock.ts'
import type {
  EndpointHealth,
  KeptEndpoint,
  SettledTry,
  TakenDelivery,
  WebhookWorkStore,
} from '#runtime/ports/webhooks.ts'
import { WebhookDispatcher } from './dispatcher.ts'

const START = 10 * 86_400_000
const tenantId = 't_01jd3w7q8re5a9v6c2k4m0n7xz'
const idOf = (prefix: string, n: number): string => `${prefix}_01jd3w7q8re5a9v6c2k4m0${String(n).padStart(4, '0')}`

interface Row extends TakenDelivery {
  readonly due: number | null
  readonly state: string
}

const newRow = (seq: number, endpoint: number): Row => ({
  ...{ id: idOf('wd', seq), tenantId, endpointId: idOf('we', endpoint), sessionId: tenantId, seq, type: 'call.ended' },
  ...{ attempts: 0, tries: 0, trigger: 'schedule', lease: 0, createdAt: '', due: 0, state: 'pending' },
})

/** A store whose rows are objects; the first writes of tries fail as often as `breakSettle` says. */
function rowStore(clock: VirtualClock, breakSettle: number) {
  const rows: Row[] = []
  const tries: SettledTry[] = []
  const disabled: string[] = []
  const health = new Map<string, EndpointHealth>()
  const failed = new Set<string>()
  let failures = breakSettle
  let ring = (): void => {}
  const work: WebhookWorkStore = {
    listen: (listener) => {
      ring = listener
      return () => {}
    },
    async take(taking) {
      const due = rows.filter((row) => row.due !== null && row.due <= clock.now())
      const taken = [...Map.groupBy(due, ({ endpointId }) => endpointId)].flatMap(([id, ofOne]) => {
        const most = failed.has(id) ? 1 : taking.perEndpoint
        return ofOne.slice(0, Math.max(0, most - (taking.held.get(id) ?? 0)))
      })
      const chosen = taken.slice(0, taking.limit)
      for (const row of chosen) Object.assign(row, { due: clock.now() + taking.leaseMs, lease: row.lease + 1 })
      return chosen.map((row) => ({ ...row }))
    },
    told: async () => [],
    async giveBack(_tenant, given) {
      for (const { id } of given) Object.assign(rows.find((row) => row.id === id)!, { due: clock.now() })
    },
    abandon: async () => {},
    async settle(_tenant, settled) {
      if (failures-- > 0) throw new Error('the database is away')
      for (const one of settled) {
        const row = rows.find(({ id }) => id === one.delivery.id)!
        if (row.lease !== one.delivery.lease) continue
        tries.push(one)
        if (one.failure === null) failed.delete(row.endpointId)
        else failed.add(row.endpointId)
        const due = one.delayMs === null ? null : clock.now() + one.delayMs
        Object.assign(row, { due, state: one.state, tries: row.tries + 1, attempts: row.attempts + 1 })
      }
      return [...health.values()]
    },
    async disable(_tenant, endpointId, { state }) {
      disabled.push(`${endpointId} ${state}`)
      return true
    },
    waiting: async () => ({ due: 0, oldestMs: 0 }),
    sweep: async () => 0,
  }
  const add = (count: number, endpoint = 0): void => {
    for (let n = 0; n < count; n++) rows.push(newRow(rows.length + 100, endpoint))
  }
  return { work, rows, tries, disabled, health, failed, add, ring: () => ring() }
}

/** Endpoints that answer as they are told, after `takes`; null is no answer. */
function setUp({ answer = (_endpoint: string): number | null => 200, takes = 5, breakSettle = 0 } = {}) {
  const clock = new VirtualClock(START)
  const { work, failed, ...store } = rowStore(clock, breakSettle)
  const sent: { endpointId: string; id: string; at: number }[] = []
  const faults: unknown[] = []
  const dispatcher = new WebhookDispatcher({
    work,
    endpoints: {
      withIds: async (_tenant, ids) =>
        ids.map((id) => ({ id, consecutiveFailures: failed.has(id) ? 1 : 0 }) as KeptEndpoint),
    },
    payloads: {
      of: async (_tenant, told) => told.map(({ seq }) => ({ eventId: `evt_${seq}` }) as AnyWebhookPayload),
    },
    sender: {
      timeoutMs: 15_000,
      async send(_tenant, { id }, payload) {
        const at = clock.now()
        sent.push({ endpointId: id, id: payload.eventId, at })
        const httpStatus = answer(id)
        await clock.sleep(httpStatus === null ? 15_000 : takes)
        const failure = httpStatus === null ? 'timeout' : httpStatus < 300 ? null : 'refused'
        return { at, latencyMs: clock.now() - at, httpStatus, failure, excerpt: '' }
      },
    },
    sealer: { seal: () => Buffer.alloc(0), open: () => null },
    ...{ clock, checks: everyCheck(), share: () => 0.5, retries: { retries: 3, firstMs: 30_000 } },
    onFault: (error) => faults.push(error),
  })
  return { clock, dispatcher, sent, faults, ...store }
}

test('what is due is posted at once when it is written, ten at a time to one endpoint', async () => {
  const { clock, dispatcher, sent, rows, add, ring } = setUp()
  dispatcher.start()
  await clock.advance(10)
  add(25)
  ring()
  await clock.advance(4)
  expect(sent).toHaveLength(10)
  await clock.advance(100)
  expect(rows.every(({ state }) => state === 'delivered')).toBe(true)
  expect(new Set(sent.map(({ id }) => id)).size).toBe(25)
  await dispatcher.stop()
})

test('an endpoint that hangs gets one at a time, and others are not held up', async () => {
  let hangs = true
  const [slow, quick] = [idOf('we', 0), idOf('we', 1)]
  const { clock, dispatcher, sent, rows, add } = setUp({ answer: (id) => (id === slow && hangs ? null : 200) })
  const sentTo = (endpoint: string, from = 0): number =>
    sent.filter(({ endpointId, at }) => endpointId === endpoint && at - START >= from).length
  add(50)
  dispatcher.start()
  await clock.advance(14_000)
  expect(sentTo(slow)).toBe(10)
  add(5, 1)
  await clock.advance(1_010)
  expect(sentTo(quick)).toBe(5)
  await clock.advance(14_000)
  expect(sentTo(slow, 15_000)).toBeLessThanOrEqual(3)
  hangs = false
  await clock.advance(300_000)
  expect(rows.every(({ state }) => state === 'delivered')).toBe(true)
  await dispatcher.stop()
})

test('a failure is tried three times more, and then it is a dead letter', async () => {
  const { clock, dispatcher, sent, tries, add } = setUp({ answer: () => 500 })
  add(1)
  dispatcher.start()
  await clock.advance(3_600_000)
  expect(tries.map(({ state, delayMs }) => [state, delayMs])).toEqual([
    ['retrying', 30_000],
    ['retrying', 240_000],
    ['retrying', 1_920_000],
    ['dead', null],
  ])
  const late = [0, 30, 270, 2190].map((sec, i) => sent[i]!.at - sent[0]!.at - sec * 1000)
  // What is due is looked for every second.
  for (const ms of late) expect([ms >= 0, ms <= 3_100]).toEqual([true, true])
  expect(tries[3]!.events.map(({ event_type }) => event_type)).toEqual([
    'webhook.attempt_failed',
    'webhook.dead_lettered',
  ])
  await dispatcher.stop()
})

test('410 disables the endpoint, and so do failures for a day', async () => {
  const gone = setUp({ answer: () => 410 })
  const endpoint = {
    id: idOf('we', 0),
    state: 'enabled',
    stateSince: new Date(0).toISOString(),
    lastSuccessAt: null,
  } as const
  gone.health.set('one', { ...endpoint, consecutiveFailures: 1 })
  gone.add(1)
  gone.dispatcher.start()
  await gone.clock.advance(1_000)
  expect([gone.disabled, gone.tries[0]!.state]).toEqual([[`${idOf('we', 0)} gone`], 'dead'])
  await gone.dispatcher.stop()

  const failing = setUp({ answer: () => 500 })
  failing.health.set('one', { ...endpoint, consecutiveFailures: 100 })
  failing.add(1)
  failing.dispatcher.start()
  await failing.clock.advance(1_000)
  expect(failing.disabled).toEqual([`${idOf('we', 0)} failing`])
  await failing.dispatcher.stop()
})

test('while the database is away what was posted is kept in mind, and not posted again', async () => {
  const { clock, dispatcher, sent, rows, faults, add } = setUp({ breakSettle: 3 })
  add(3)
  dispatcher.start()
  await clock.advance(10_000)
  expect([sent.length, faults.length]).toEqual([3, 3])
  expect(rows.every(({ state }) => state === 'delivered')).toBe(true)
  await dispatcher.stop()
})

test('what waited so long that its lease may run out is given back', async () => {
  const { clock, dispatcher, sent, rows, add } = setUp({ takes: 14_000 })
  add(40)
  dispatcher.start()
  await clock.advance(200_000)
  expect(rows.every(({ state }) => state === 'delivered')).toBe(true)
  expect(new Set(sent.map(({ id }) => id)).size).toBe(sent.length)
  await dispatcher.stop()
})

test('a stop gives back what has not begun, and lets the rest end', async () => {
  const { clock, dispatcher, sent, rows, add } = setUp({ takes: 1_000 })
  add(30)
  dispatcher.start()
  await clock.advance(10)
  const stopped = dispatcher.stop()
  await clock.advance(2_000)
  await stopped
  expect(sent).toHaveLength(10)
  expect(rows.filter(({ state }) => state === 'delivered')).toHaveLength(10)
  expect(rows.filter(({ due }) => due !== null && due <= clock.now())).toHaveLength(20)
})
