import { expect, test } from 'vitest'
import type { EventOf } from '#generated/events.gen.ts'
import type { Agent, Call } from '#generated/openapi.gen.ts'
import { everyCheck } from '#runtime/core/contract-checks.ts'
import { aesSealer } from '#runtime/core/seal.ts'
import { sampleAgent } from '#runtime/core/testing/sample-agent.ts'
import { VirtualClock } from '#runtime/core/testing/virtual-clock.ts'
import { CallLog } from '#runtime/sessions/log/call-log.ts'
import { memoryStore } from '../testing/memory-store.ts'
import { openDesk } from '../testing/open-desk.ts'
import { recordingBus } from '../testing/recording-bus.ts'
import type { EndedCall, FinishStep } from './finish-step.ts'
import { Finisher } from './finisher.ts'

const ended = { id: 'c_1', externalId: 'call-1', agentId: 'a_1', agentVersion: 1, status: 'ended' } as Call
const nothingConcluded: Partial<Agent> = { summary: { enabled: false, instructions: null }, successEvaluation: null }

const files = async ({ log }: EndedCall): Promise<void> => {
  for (const kind of ['transcript', 'metrics'] as const) log.append('artifact.stored', { data: { kind, bytes: 1 } })
}
const fx = { usd_micro_inr: 87_000_000, effective_from: '2025-01-01T00:00:00.000Z', source: 'a test' } as const
const cost = async ({ log }: EndedCall): Promise<void> =>
  void log.append('cost.computed', { data: { total_micro_inr: 0, lines: [], fx } })
const recording = async ({ log }: EndedCall): Promise<void> =>
  void log.append('artifact.stored', { data: { kind: 'recording', bytes: 1 } })

/** A step that notes when it ran, and what of it is in the log already is not said again. */
function steps(...named: [name: string, run: (call: EndedCall) => Promise<void>][]) {
  const ran: string[] = []
  const list = named.map(
    ([name, run]): FinishStep => ({
      name,
      run: async (call) => {
        ran.push(name)
        const before = call.logged.map(({ event }) => JSON.stringify(event.data))
        const append: CallLog['append'] = (type, happening) =>
          before.includes(JSON.stringify(happening.data)) ? (undefined as never) : call.log.append(type, happening)
        await run({ ...call, log: { append } as CallLog })
      },
    }),
  )
  return { ran, list }
}

async function finisher(list: readonly FinishStep[], agent: Partial<Agent> = nothingConcluded) {
  const clock = new VirtualClock()
  const store = memoryStore([])
  await store.calls.create('t_1', ended)
  const sealer = aesSealer(Buffer.alloc(32, 1), (count) => Buffer.alloc(count, 2))
  const faults: unknown[] = []
  const ports = { bus: recordingBus(), sealer, checks: everyCheck(), onTrouble: () => {}, store, clock }
  const log = new CallLog({ ...ports, events: store.events }, 't_1', 'c_1')
  log.append('call.answered', { data: { sample_rate_hz: 16000, locale: 'en-IN' } })
  log.append('call.ended', { data: { reason: 'caller_hangup', duration_ms: 0 } })
  await log.flush()
  const made = new Finisher({ ...ports, onFault: (error) => faults.push(error) }, list)
  const told = () =>
    store.events
      .stored('t_1', 'c_1')
      .flatMap(({ event }) => (event.event_type === 'call.finished' ? [event as EventOf<'call.finished'>] : []))
  return {
    clock,
    store,
    faults,
    told,
    ports,
    finisher: made,
    finish: () => made.finish('t_1', 'c_1', sampleAgent(agent)),
  }
}

const unrecorded = { ...nothingConcluded, recording: { enabled: false } }

test('the steps run in order, then the log says that the call is finished', async () => {
  const { ran, list } = steps(['files', files], ['cost', cost])
  const { clock, store, told, finish } = await finisher(list, unrecorded)
  await finish()
  expect(ran).toEqual(['files', 'cost'])
  expect(told().map(({ data }) => data)).toEqual([{ complete: true, missing: [] }])
  expect(store.events.stored('t_1', 'c_1').at(-1)?.event.event_type).toBe('call.finished')
  expect([store.finishing.finishedCalls, clock.armed]).toEqual([['c_1'], 0])
})

test('a step that fails does not stop the others; all are tried again until they are done', async () => {
  let broken = true
  const failing = async (call: EndedCall): Promise<void> => {
    if (broken) throw new Error('files are away')
    await files(call)
  }
  const { ran, list } = steps(['files', failing], ['cost', cost])
  const { clock, store, faults, told, finish } = await finisher(list, unrecorded)
  const finished = finish()
  await clock.advance(500)
  expect([ran, faults.map(String), told()]).toEqual([['files', 'cost'], ['Error: files are away'], []])
  broken = false
  await clock.advance(600)
  await finished
  expect(told().map(({ data }) => data)).toEqual([{ complete: true, missing: [] }])
  expect(store.finishing.finishedCalls).toEqual(['c_1'])
})

test('60 s after its end a call is told as finished without what is missing, and what comes later tells no second time', async () => {
  let broken = true
  const failing = async (call: EndedCall): Promise<void> => {
    if (broken) throw new Error('files are away')
    await files(call)
  }
  const { list } = steps(['files', failing], ['cost', cost])
  const { clock, store, told, finish } = await finisher(list)
  const end = clock.now()
  const finished = finish()
  await clock.advance(54_000)
  expect(told()).toEqual([])
  await clock.advance(6_000)
  await finished
  expect(told().map(({ data }) => data)).toEqual([{ complete: false, missing: ['recording', 'transcript', 'metrics'] }])
  expect(Date.parse(told()[0]!.ts) - end).toBeLessThanOrEqual(60_000)
  expect(store.finishing.finishedCalls).toEqual([])
  broken = false
  store.finishing.forget()
  const again = finish()
  await clock.advance(60_000)
  await again
  expect([told().length, store.finishing.finishedCalls, clock.armed]).toEqual([1, ['c_1'], 0])
})

test('a step that hangs keeps nobody waiting for longer', async () => {
  const hung = Promise.withResolvers<void>()
  const { list } = steps(['files', files], ['cost', () => hung.promise])
  const { clock, told, finish } = await finisher(list, unrecorded)
  const finished = finish()
  await clock.advance(60_000)
  expect(told().map(({ data }) => data)).toEqual([{ complete: false, missing: ['cost'] }])
  hung.resolve()
  await finished
  expect(told()).toHaveLength(1)
})

test('a recording is waited for', async () => {
  let stored = false
  const { list } = steps(
    ['files', files],
    ['cost', cost],
    ['recording', async (call) => (stored ? recording(call) : undefined)],
  )
  const { clock, told, finish } = await finisher(list)
  const finished = finish()
  await clock.advance(10_000)
  expect(told()).toEqual([])
  stored = true
  await clock.advance(10_000)
  await finished
  expect(told().map(({ data }) => data)).toEqual([{ complete: true, missing: [] }])
})

test('who appends at the same time does not take the place of what is told', async () => {
  const { list } = steps(['files', files], ['cost', cost])
  const { store, told, ports, finish } = await finisher(list, unrecorded)
  const append = store.events.append.bind(store.events)
  store.events.append = async (tenantId, batch) => {
    if (batch.events[0]?.event_type === 'call.finished' && told().length === 0) {
      store.events.append = append
      const { seq } = batch.events[0]
      const other = new CallLog({ ...ports, events: store.events }, 't_1', 'c_1', { lastSeq: seq - 1 })
      other.append('artifact.erased', { data: { kind: 'metrics', retention_days: 1 } })
      await other.flush()
    }
    await append(tenantId, batch)
  }
  await finish()
  const log = store.events.stored('t_1', 'c_1').map(({ event }) => event)
  expect(log.slice(-2).map(({ event_type }) => event_type)).toEqual(['artifact.erased', 'call.finished'])
  expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => index + 1))
  expect(told()).toHaveLength(1)
})

test('what was left is looked for every minute, until the process ends', async () => {
  const { ran, list } = steps(['files', files], ['cost', cost])
  const { clock, store, finisher: made } = await finisher(list)
  store.finishing.claim = async () => false
  made.start()
  await clock.advance(60_000)
  expect(ran).toEqual([])
  Reflect.deleteProperty(store.finishing, 'claim')
  await clock.advance(120_000)
  expect([ran.length > 0, store.finishing.finishedCalls]).toEqual([true, ['c_1']])
  await made.stop()
  expect(clock.armed).toBe(0)
})

test('a process that ends waits no longer, and tells nothing that another could still complete', async () => {
  const { list } = steps(['files', files])
  const { clock, store, told, finish, finisher: made } = await finisher(list, unrecorded)
  const finished = finish()
  await clock.advance(500)
  await made.stop()
  await finished
  expect([told(), store.finishing.finishedCalls, clock.armed]).toEqual([[], [], 0])
})

test('a call that somebody else has, and one that is finished, are left alone', async () => {
  const { ran, list } = steps(['files', files], ['cost', cost])
  const { store, finish } = await finisher(list, unrecorded)
  await Promise.all([finish(), finish()])
  await finish()
  expect([ran, store.finishing.finishedCalls]).toEqual([['files', 'cost'], ['c_1']])
})

test('a database that is away is a fault, and nothing is thrown', async () => {
  const { store, faults, finish } = await finisher([])
  store.finishing.claim = () => Promise.reject(new Error('the database is away'))
  await finish()
  expect(faults.map(String)).toEqual(['Error: the database is away'])
})

test('a desk finishes what another process left', async () => {
  const { desk, store, clock } = openDesk()
  await store.calls.create('t_1', ended)
  desk.start()
  await clock.advance(1_000)
  expect(store.finishing.finishedCalls).toEqual(['c_1'])
  await desk.drain(0)
})
