import { expect, test } from 'vitest'
import type { CallEvent } from '#generated/events.gen.ts'
import { sampleEvent } from '#runtime/adapters/testing/samples.ts'
import { everyCheck } from '#runtime/core/contract-checks.ts'
import { aesSealer } from '#runtime/core/seal.ts'
import { settled } from '#runtime/core/testing/virtual-clock.ts'
import type { StoredEvent } from '#runtime/ports/session-store.ts'
import { recordedMetrics } from '#runtime/ports/testing/recorded-metrics.ts'
import { contentPlace } from '#runtime/sessions/log/call-log.ts'
import { opened } from '#runtime/sessions/log/call-reader.ts'
import { openDesk } from '#runtime/sessions/testing/open-desk.ts'
import { recordingBus } from '#runtime/sessions/testing/recording-bus.ts'
import type { CallerSeat } from './caller-seat.ts'
import { recoverCall } from './recover-call.ts'

const request = { tenantId: 't_1', keyId: 'key_1', call: 'call-1', agent: 'agent-abc' } as const
const start = { locale: undefined, sampleRateHz: 16_000, transport: 'binary', metadata: {}, token: 'first' } as const

/** A call that is live, and another process that finds it without an owner. */
async function orphan(advanceMs: number) {
  const opened = openDesk({ agent: { firstMessage: 'Namaste' } })
  const faults: { code: string; detail: string }[] = []
  const told: string[] = []
  const seat: CallerSeat = {
    event: ({ event }) => told.push(event.event_type),
    delta() {},
    audio() {},
    fault: (fault) => faults.push(fault),
    close: () => told.push('close'),
    alive: async () => true,
    resumed() {},
    drained: async () => {},
    replaced() {},
  }
  const { session } = await opened.desk.open(request, start, seat)
  await opened.clock.advance(advanceMs)
  const { clock, store } = opened
  const left: StoredEvent[] = []
  const bus = recordingBus(left)
  const metrics = recordedMetrics()
  const troubles: string[] = []
  const sealer = aesSealer(Buffer.alloc(32, 1), (count) => Buffer.alloc(count, 2))
  const ports = {
    store,
    bus,
    sealer,
    clock,
    checks: everyCheck(),
    metrics,
    onTrouble: (error: unknown) => void troubles.push(String(error)),
  }
  const row = async () => (await opened.row())!
  const log = async () => {
    const events = await store.events.read('t_1', (await row()).id, { after: 0, limit: 1000 })
    return events.map(({ event }) => event)
  }
  const recover = async () => {
    const [owned] = await store.owners.takeOver('proc_2', 10)
    if (owned) await recoverCall(ports, owned)
    await clock.advance(100)
    return owned
  }
  return {
    ...opened,
    session,
    seat,
    told,
    callerFaults: faults,
    bus,
    left,
    log,
    row,
    recover,
    sealer,
    metrics,
    troubles,
  }
}

test('a call whose owner is gone ends in its log, with its last event as its end', async () => {
  const { log, row, recover, store, bus, clock } = await orphan(3_000)
  const before = await log()
  const last = before.at(-1)!
  await clock.advance(5_000)
  await recover()
  const after = await log()
  expect(after.slice(0, before.length)).toEqual(before)
  const lasted = Date.parse(last.ts) - Date.parse(before.find(({ event_type }) => event_type === 'call.answered')!.ts)
  expect(after.slice(before.length)).toMatchObject([
    { seq: last.seq + 1, event_type: 'session.state_changed', severity: 'error', data: { from: 'live', to: 'ended' } },
    {
      ...{ seq: last.seq + 2, event_type: 'call.ended', severity: 'error' },
      data: { reason: 'owner_lost', duration_ms: lasted, last_event_ts: last.ts },
    },
  ])
  expect(await row()).toMatchObject({
    ...{ status: 'ended', endReason: 'owner_lost', durationSec: lasted / 1000, endedAt: last.ts },
  })
  expect(store.owners.open).toEqual([])
  expect(bus.published.map(({ seq }) => seq)).toEqual([last.seq + 1, last.seq + 2])
})

test('the owner that comes back writes nothing more: its session ends, its caller is told', async () => {
  const { log, recover, session, told, callerFaults, desk, row, clock } = await orphan(1_000)
  await recover()
  const closed = await log()
  session.type('are you there')
  await clock.advance(200)
  expect(await log()).toEqual(closed)
  expect(callerFaults).toMatchObject([{ code: 'internal' }])
  expect(told.slice(-2)).toEqual(['call.ended', 'close'])
  expect([desk.size, (await row()).endReason]).toEqual([0, 'owner_lost'])
  await desk.drain(0)
  expect(await log()).toEqual(closed)
})

test('one that says nothing is told by its keeper', async () => {
  const { recover, told, desk } = await orphan(1_000)
  const owned = await recover()
  desk.lose(owned!.callId)
  await settled()
  expect([told.at(-1), desk.size]).toEqual(['close', 0])
})

test('a call of which nothing was stored begins and ends in one', async () => {
  const { log, row, recover } = await orphan(10)
  await recover()
  expect((await log()).map(({ event_type }) => event_type)).toEqual([
    'call.started',
    'session.state_changed',
    'call.ended',
  ])
  expect(await row()).toMatchObject({ endReason: 'owner_lost', durationSec: 0, answeredAt: null })
})

test('a call that had ended keeps its end', async () => {
  const { log, row, recover, session, store, clock } = await orphan(1_000)
  store.owners.release = async () => {
    throw new Error('killed here')
  }
  session.end('caller_hangup')
  await clock.advance(200)
  const ended = await log()
  const released: string[] = []
  store.owners.release = async (_tenant, callId) => void released.push(callId)
  await recover()
  expect([await log(), (await row()).endReason, released.length]).toEqual([ended, 'caller_hangup', 1])
})

const seqsOf = (events: readonly { seq: number }[]): number[] => events.map(({ seq }) => seq)

/** What the owner published behind the last event that is stored. */
const saidBehind = ({ seq, ts, session_id }: CallEvent): StoredEvent[] => {
  const at = (ms: number): string => new Date(Date.parse(ts) + ms).toISOString()
  const turn = { ...sampleEvent(session_id, seq + 1), ts: at(500) }
  return [{ event: turn, sealed: null }]
}

test('what the owner had published and not stored is stored before the call ends', async () => {
  const { log, recover, left, row } = await orphan(3_000)
  const before = await log()
  left.push(...saidBehind(before.at(-1)!))
  await recover()
  const after = await log()
  expect(seqsOf(after)).toEqual(after.map((_event, i) => i + 1))
  expect(after.slice(before.length).map(({ event_type }) => event_type)).toEqual([
    'turn.started',
    'session.state_changed',
    'call.ended',
  ])
  expect((await row()).endedAt).toBe(left[0]!.event.ts)
})

test('a call of which the end was published and not stored keeps that end', async () => {
  const { log, recover, left, row, clock } = await orphan(3_000)
  const last = (await log()).at(-1)!
  const data = { reason: 'caller_hangup', duration_ms: 1_500 } as const
  const envelope = {
    ...last,
    component: 'call_ctrl',
    ts: new Date(clock.now()).toISOString(),
    correlation_id: last.session_id,
  }
  const ended = { ...envelope, seq: last.seq + 1, event_type: 'call.ended', call: { direction: 'inbound' }, data }
  left.push({ event: ended as CallEvent, sealed: null })
  await recover()
  expect((await log()).slice(last.seq)).toEqual([ended])
  expect(await row()).toMatchObject({ status: 'ended', endReason: 'caller_hangup', durationSec: 1.5 })
})

test('behind a number that cannot be read nothing is taken over, and how much that is is said in the log, told and counted', async () => {
  const { log, recover, left, bus, metrics, troubles } = await orphan(3_000)
  const last = (await log()).at(-1)!
  const said = (after: number): StoredEvent[] => saidBehind({ ...last, seq: last.seq + after })
  // The second of six is missing, as one that is broken is passed over by the bus; the rest comes in two pages.
  left.push(...said(0), ...said(2), ...said(3), ...said(4), ...said(5))
  bus.takeOver = async (_session, after) => left.filter(({ event }) => event.seq > after).slice(0, 3)
  await recover()
  const after = await log()
  expect(seqsOf(after)).toEqual(after.map((_event, i) => i + 1))
  expect(after.slice(last.seq)).toMatchObject([
    { event_type: 'turn.started' },
    { event_type: 'session.state_changed' },
    { event_type: 'call.ended', data: { reason: 'owner_lost', last_event_ts: left[0]!.event.ts, lost_events: 5 } },
  ])
  expect(metrics.lines).toEqual(['invorto_bus_troubles_total{trouble=lost_event} 5'])
  expect(troubles).toEqual([
    expect.stringMatching(new RegExp(`^Error: 5 events of the call ${last.session_id} .* number ${last.seq + 2} `)),
  ])
})

test('a bus that goes away while it is counted leaves what was seen to be lost, and the call its end', async () => {
  const { log, recover, left, bus, troubles } = await orphan(3_000)
  const last = (await log()).at(-1)!
  left.push(...saidBehind({ ...last, seq: last.seq + 1 }), ...saidBehind({ ...last, seq: last.seq + 2 }))
  bus.lastSeq = async () => {
    throw new Error('no Redis')
  }
  await recover()
  expect((await log()).at(-1)).toMatchObject({ event_type: 'call.ended', data: { lost_events: 3 } })
  expect(troubles).toEqual(['Error: no Redis', expect.stringContaining('3 events')])
})

test('what is lost is told again by the next taker where the first one died before it stored the end', async () => {
  const { log, recover, left, bus } = await orphan(3_000)
  const last = (await log()).at(-1)!
  left.push(...saidBehind({ ...last, seq: last.seq + 1 }))
  const asked: number[] = []
  const { takeOver } = bus
  bus.takeOver = (session, after, taker) => {
    asked.push(after)
    return takeOver(session, after, taker)
  }
  await recover()
  // Whoever asks behind an entry says that it is stored.
  expect(asked).toEqual([last.seq])
})

test('a log of which nothing is missing loses nothing', async () => {
  const { log, recover, left, metrics } = await orphan(3_000)
  left.push(...saidBehind((await log()).at(-1)!))
  await recover()
  expect((await log()).at(-1)!.data).not.toHaveProperty('lost_events')
  expect(metrics.lines).toEqual([])
})

test('content that does not open is left out of its event: the log can be read, and what is behind is taken over', async () => {
  const { log, recover, left, store, sealer, metrics, troubles, row } = await orphan(3_000)
  const last = (await log()).at(-1)!
  const final = (after: number, sealed: Buffer): StoredEvent => ({
    event: { ...saidBehind({ ...last, seq: last.seq + after })[0]!.event, event_type: 'stt.final' } as CallEvent,
    sealed,
  })
  const sound = sealer.seal({ text: 'two' }, contentPlace(last.session_id, last.seq + 2))
  left.push(final(0, Buffer.from('4111 secret')), final(1, sound))
  await recover()
  const stored = await store.events.read('t_1', (await row()).id, { after: last.seq, limit: 10 })
  expect(stored.map((one) => opened(sealer, one).content)).toEqual([undefined, { text: 'two' }, undefined, undefined])
  expect(metrics.lines).toEqual(['invorto_bus_troubles_total{trouble=entry} 1'])
  expect(troubles.join()).toContain(`event ${last.seq + 1} of the call`)
  expect(troubles.join()).not.toContain('4111')
})

test('a bus that is away keeps no call from its end', async () => {
  const { log, recover, bus } = await orphan(3_000)
  bus.takeOver = async () => {
    throw new Error('no Redis')
  }
  await recover()
  expect((await log()).at(-1)).toMatchObject({ event_type: 'call.ended', data: { reason: 'owner_lost' } })
})
