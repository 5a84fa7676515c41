import { expect, test } from 'vitest'
import type { EventOf } from '#generated/events.gen.ts'
import type { Agent, Call } from '#generated/openapi.gen.ts'
import { everyCheck } from '#runtime/core/contract-checks.ts'
import { aesSealer } from '#runtime/core/seal.ts'
import type { Span } from '#runtime/core/span.ts'
import { sampleAgent } from '#runtime/core/testing/sample-agent.ts'
import { VirtualClock } from '#runtime/core/testing/virtual-clock.ts'
import { spanOf } from '#runtime/core/trace-context.ts'
import { CallLog } from '#runtime/sessions/log/call-log.ts'
import { memoryStore } from '../testing/memory-store.ts'
import { openDesk } from '../testing/open-desk.ts'
import { recordingBus } from '../testing/recording-bus.ts'
import type { EndedCall, FinishStep } from './finish-step.ts'
import { Finisher } from './finisher.ts'

const CLIENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
const ended = { id: 'c_1', externalId: 'call-1', agentId: 'a_1', agentVersion: 1, status: 'ended' } as Call
const nothingConcluded: Partial<Agent> = { summary: { enabled: false, instructions: null }, successEvaluation: null }

const files = async ({ log }: EndedCall): Promise<void> => {
  for (const kind of ['transcript', 'metrics', 'bundle'] as const)
    log.append('artifact.stored', { data: { kind, bytes: 1 } })
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
        return 'done'
      },
    }),
  )
  return { ran, list }
}

const traced = (spans: Span[]) => ({ sampled: () => true, record: (span: Span) => void spans.push(span) })

async function finisher(
  list: readonly FinishStep[],
  agent: Partial<Agent> = nothingConcluded,
  reason: 'caller_hangup' | 'owner_lost' = 'caller_hangup',
) {
  const clock = new VirtualClock()
  const store = memoryStore([])
  await store.calls.create('t_1', { ...ended, status: 'in_progress' })
  const sealer = aesSealer(Buffer.alloc(32, 1), (count) => Buffer.alloc(count, 2))
  const faults: unknown[] = []
  const ports = { bus: recordingBus(), sealer, checks: everyCheck(), onTrouble: () => {}, store, clock }
  const log = new CallLog({ ...ports, events: store.events }, 't_1', 'c_1')
  const begun = { direction: 'inbound', agent_id: 'a_1', agent_version: 1, traceparent: CLIENT } as const
  log.append('call.started', { call: { direction: 'inbound' }, data: begun })
  log.append('call.answered', { data: { sample_rate_hz: 16000, locale: 'en-IN' } })
  log.append('call.ended', { data: { reason, duration_ms: 0 } })
  await log.flush()
  const spans: Span[] = []
  const made = new Finisher({ ...ports, traces: traced(spans), onFault: (error) => faults.push(error) }, list)
  const told = () =>
    store.events
      .stored('t_1', 'c_1')
      .flatMap(({ event }) => (event.event_type === 'call.finished' ? [event as EventOf<'call.finished'>] : []))
  return {
    clock,
    store,
    faults,
    spans,
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
  const { clock, store, told, finish, finisher: made } = await finisher(list)
  const end = clock.now()
  const finished = finish()
  await clock.advance(54_000)
  expect(told()).toEqual([])
  await clock.advance(6_000)
  await finished
  expect(told().map(({ data }) => data)).toEqual([
    { complete: false, missing: ['recording', 'transcript', 'metrics', 'bundle'] },
  ])
  expect(Date.parse(told()[0]!.ts) - end).toBeLessThanOrEqual(60_000)
  expect(store.finishing.finishedCalls).toEqual([])
  expect(store.finishing.reasons).toEqual(['files are away'])
  broken = false
  made.start()
  await clock.advance(10_000)
  await made.stop()
  expect([told().length, store.finishing.finishedCalls, clock.armed]).toEqual([1, ['c_1'], 0])
})

test('a call whose owner was lost is told as finished well before 45 s, without what lies on the disk of that one', async () => {
  const { list } = steps(['files', files], ['cost', cost])
  const { clock, told, finish } = await finisher(list, nothingConcluded, 'owner_lost')
  const end = clock.now()
  const finished = finish()
  await clock.advance(34_000)
  expect(told()).toEqual([])
  await clock.advance(6_000)
  await finished
  expect(told().map(({ data }) => data)).toEqual([{ complete: false, missing: ['recording'] }])
  expect(Date.parse(told()[0]!.ts) - end).toBeLessThanOrEqual(40_000)
})

test('each try of a step is a span in the trace of the call, which is that of its client (SRS 4.5)', async () => {
  let broken = true
  const failing = async (call: EndedCall): Promise<void> => {
    if (broken) throw new TypeError('words of the caller')
    await files(call)
  }
  const { list } = steps(['files', failing], ['cost', cost])
  const { clock, spans, finish } = await finisher(list, unrecorded)
  const finished = finish()
  await clock.advance(500)
  broken = false
  await clock.advance(600)
  await finished
  expect(spans.map(({ name, error }) => [name, error])).toEqual([
    ...[
      ['after_call files', 'TypeError'],
      ['after_call cost', null],
    ],
    ...[
      ['after_call files', null],
      ['after_call cost', null],
    ],
  ])
  for (const span of spans)
    expect(span).toMatchObject({ traceId: CLIENT.slice(3, 35), parentId: spanOf('c_1'), kind: 'internal' })
  expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(4)
  expect(JSON.stringify(spans)).not.toContain('words of the caller')
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

test('what others left is found within seconds, until the process ends', async () => {
  const { ran, list } = steps(['files', files], ['cost', cost])
  const { clock, store, told, finisher: made } = await finisher(list, unrecorded)
  made.start()
  await clock.advance(60_000)
  expect([ran, made.counts]).toEqual([[], { waiting: 0, active: 1, dead: 0 }])
  store.finishing.lapse()
  await clock.advance(30_000)
  expect([ran.length > 0, told().length, store.finishing.finishedCalls]).toEqual([true, 1, ['c_1']])
  await made.stop()
  expect(clock.armed).toBe(0)
})

test('a process that has lost the job to another writes nothing more, and gives nothing back', async () => {
  const asked = Promise.withResolvers<void>()
  let first = true
  const slow = async (call: EndedCall): Promise<void> => {
    if (first) {
      first = false
      await asked.promise
    }
    await files(call)
  }
  const { list } = steps(['files', slow], ['cost', cost])
  const { clock, store, told, ports, finish } = await finisher(list, unrecorded)
  const lost = finish()
  await clock.advance(1_000)
  store.finishing.lapse()
  const other = new Finisher({ ...ports, onFault: () => {} }, list)
  other.start()
  await clock.advance(60_000)
  expect(told()).toHaveLength(1)
  const before = store.events.stored('t_1', 'c_1').length
  asked.resolve()
  await lost
  expect([store.events.stored('t_1', 'c_1').length, store.finishing.finishedCalls]).toEqual([before, ['c_1']])
  await other.stop()
})

test('a job that fails for good is a dead letter, and a fault that names its call', async () => {
  const { list } = steps(['files', () => Promise.reject(new Error('files are away'))], ['cost', cost])
  const { clock, store, told, faults, finisher: made } = await finisher(list, unrecorded)
  store.finishing.retries = 2
  store.finishing.lapse()
  made.start()
  await clock.advance(200_000)
  expect([told().length, made.counts]).toEqual([1, { waiting: 0, active: 0, dead: 1 }])
  expect(faults.map(String)).toContain('Error: What follows the call was given up.')
  await made.stop()
})

test('a process that ends waits no longer, and tells nothing that another could still complete', async () => {
  const { list } = steps(['files', files])
  const { clock, store, told, finish, finisher: made } = await finisher(list, unrecorded)
  const finished = finish()
  await clock.advance(500)
  await made.stop()
  await finished
  expect([told(), store.finishing.finishedCalls, clock.armed]).toEqual([[], [], 0])
  expect(store.finishing.reasons).toEqual(['The process ended.'])
})

test('of a call that is finished nothing is said again', async () => {
  const { ran, list } = steps(['files', files], ['cost', cost])
  const { store, told, finish } = await finisher(list, unrecorded)
  await finish()
  await finish()
  expect([ran.length, told().length, store.events.stored('t_1', 'c_1').length]).toEqual([4, 1, 8])
})

test('a database that is away is a fault, and nothing is thrown', async () => {
  const { store, faults, finish } = await finisher([])
  store.events.read = () => Promise.reject(new Error('the database is away'))
  store.finishing.failed = () => Promise.reject(new Error('the database is still away'))
  await finish()
  expect(faults.map(String)).toEqual(['Error: the database is still away'])
})

test('a desk finishes what another process left', async () => {
  const { desk, store, clock } = openDesk()
  await store.calls.create('t_1', ended)
  desk.start()
  await clock.advance(1_000)
  expect(store.finishing.finishedCalls).toEqual(['c_1'])
  await desk.drain(0)
})
