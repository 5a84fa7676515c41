import { expect, test, vi } from 'vitest'
import { settled } from '#runtime/core/testing/virtual-clock.ts'
import { openDesk } from '#runtime/sessions/testing/open-desk.ts'
import type { CallerSeat } from './caller-seat.ts'

const request = { tenantId: 't_1', keyId: 'key_1', call: 'call-1', agent: 'agent-abc' } as const
const start = { locale: undefined, sampleRateHz: 16_000, transport: 'binary', metadata: {}, token: 'first' } as const
const deaf: CallerSeat = {
  event() {},
  delta() {},
  audio() {},
  fault() {},
  close() {},
  alive: async () => true,
  resumed() {},
  drained: async () => {},
  replaced() {},
}

test('a call is a row while it lives, and a log, a row and four files when it is over', async () => {
  const { clock, desk, blobs, spool, row, faults } = openDesk()
  const { session } = await desk.open(request, start, deaf)
  expect(desk.size).toBe(1)
  await clock.advance(1000)
  expect(await row()).toMatchObject({ externalId: 'call-1', agentVersion: 3, status: 'in_progress', endReason: null })
  session.end('caller_hangup')
  await clock.advance(100)
  expect(await row()).toMatchObject({ status: 'ended', endReason: 'caller_hangup', durationSec: 1 })
  const files = Object.fromEntries([...blobs.files].map(([name, body]) => [name.replace(/c_[0-9a-z]+/, 'c'), body]))
  expect(Object.keys(files).sort()).toEqual([
    ...['bundles/c_artifacts.zip', 'metrics/c.ndjson', 'recordings/c.wav', 'transcripts/c.jsonl'],
  ])
  expect(files['transcripts/c.jsonl']).toContain('"role":"assistant","message":"Namaste"')
  expect(spool.kept.size).toBe(0)
  expect([desk.size, clock.armed, faults]).toEqual([0, 0, []])
})

const patient = { questionAfterMs: 15_000, maxQuestions: 0, question: null, hangUpAfterMs: 600_000 }

test('while a provider is left alone new calls are refused at once; then one tries it, and all may begin', async () => {
  const { clock, desk, circuits } = openDesk()
  for (let failed = 0; failed < 5; failed++) circuits.tts.failed('unreachable')
  await expect(desk.open(request, start, deaf)).rejects.toMatchObject({
    code: 'provider_unavailable',
    retryable: true,
    message: 'TTS: it failed too often. Try again in 5 s.',
  })
  expect([desk.size, clock.armed]).toEqual([0, 0])
  await clock.advance(5000)
  const { session } = await desk.open(request, start, deaf)
  expect(circuits.tts.waitMs).toBe(500)
  await clock.advance(0)
  expect(circuits.tts.waitMs).toBeNull()
  session.end('caller_hangup')
  await clock.advance(1000)
  expect([desk.size, clock.armed]).toEqual([0, 0])
})

test('a call that was being made when the log came to its bound does not outlive the others', async () => {
  const { clock, desk, store, row, backlog } = openDesk({ agent: { silence: patient } })
  const create = store.calls.create.bind(store.calls)
  const other = { tenantId: 't_1', waiting: 1, oldestAt: clock.now() }
  vi.spyOn(store.calls, 'create').mockImplementation(async (...made) => {
    backlog.holds(other, 1_000_000)
    return create(...made)
  })
  await desk.open(request, start, deaf)
  await clock.advance(1_000)
  expect([desk.size, (await row())!.endReason]).toEqual([0, 'store_unavailable'])
})

test('when the log may grow no more live calls end, new ones are refused, and nothing of it is lost', async () => {
  const { clock, desk, store, row, backlog } = openDesk({ agent: { silence: patient }, maxUnstoredBytes: 14_000 })
  const faults: unknown[] = []
  const { session } = await desk.open(request, start, { ...deaf, fault: (problem) => void faults.push(problem) })
  await clock.advance(1_000)
  store.events.break(...Array.from({ length: 12 }, () => 'before' as const))
  for (let turn = 0; desk.size > 0 && turn < 20; turn += 1) {
    session.type('Hello')
    await clock.advance(500)
  }
  expect(desk.size).toBe(0)
  expect(faults).toMatchObject([{ code: 'internal', detail: expect.stringContaining('cannot be stored') }])
  expect(backlog.bytes).toBeGreaterThan(10_500)
  await expect(desk.open({ ...request, call: 'call-2' }, start, deaf)).rejects.toMatchObject({
    code: 'provider_unavailable',
    retryable: true,
  })
  await clock.advance(60_000)
  expect(await row()).toMatchObject({ status: 'ended', endReason: 'store_unavailable' })
  const log = store.events.stored('t_1', (await row())!.id)
  expect(log.map(({ event }) => event.seq)).toEqual(log.map((_, index) => index + 1))
  expect(backlog.bytes).toBe(0)
  await desk.open({ ...request, call: 'call-2' }, start, deaf)
  expect(desk.size).toBe(1)
})

test('of the tenant alone whose log is held up calls end and are refused; those of others go on and begin', async () => {
  const { clock, desk, store, backlog } = openDesk({ agent: { silence: patient }, maxUnstoredBytes: 200_000 })
  const append = store.events.append.bind(store.events)
  const held = Promise.withResolvers<void>()
  vi.spyOn(store.events, 'append').mockImplementation(async (tenantId, batch) => {
    if (tenantId === 't_1') await held.promise
    return append(tenantId, batch)
  })
  const open = async (tenantId: string, call: string) =>
    (await desk.open({ ...request, tenantId, call }, start, deaf)).session
  const [stuck, ...more] = [await open('t_1', 'a'), await open('t_1', 'b'), await open('t_2', 'a')]
  for (let turn = 0; desk.size > 1 && turn < 400; turn += 1) {
    for (const session of [stuck!, ...more]) session.type('Hello')
    await clock.advance(500)
  }
  expect(backlog.bytes).toBeLessThan(200_000)
  expect([desk.size, (await store.calls.get('t_2', 'a'))!.status]).toEqual([1, 'in_progress'])
  await expect(open('t_1', 'c')).rejects.toMatchObject({ retryable: true })
  await open('t_2', 'b')
  await clock.advance(5_000)
  expect(desk.size).toBe(2)
  held.resolve()
  await clock.advance(1_000)
  for (const call of ['a', 'b']) expect((await store.calls.get('t_1', call))!.endReason).toBe('store_unavailable')
  await open('t_1', 'c')
  expect(desk.size).toBe(3)
})

test('a call that nobody ends is ended after its longest duration', async () => {
  const { clock, desk, row, faults } = openDesk({ agent: { silence: patient, maxDurationSec: 500 } })
  await desk.open(request, start, deaf)
  await clock.advance(3_600_000)
  expect(await row()).toMatchObject({ status: 'ended', endReason: 'max_duration', durationSec: 500 })
  expect([desk.size, clock.armed, faults]).toEqual([0, 0, []])
})

test('a call whose end cannot be recorded ends all the same, and throws at nobody', async () => {
  const { desk, faults } = openDesk()
  const broken: CallerSeat = {
    ...deaf,
    event: ({ event }) => {
      if (event.event_type === 'call.ended') throw new Error('no')
    },
  }
  const { session } = await desk.open(request, start, broken)
  session.end('caller_hangup')
  await settled()
  expect(faults).toEqual([new Error('no')])
  expect(desk.size).toBe(0)
})

test.each([
  ['an agent that is not there', { agent: 'nobody' }, 'not_found'],
  ['a new call without an agent', { agent: undefined }, 'not_found'],
  ['a minted id of a call that is not there', { call: 'c_01jd3w7q8re5a9v6c2k4m0n7xz' }, 'not_found'],
] as const)('%s is refused', async (_what, differences, code) => {
  const { desk } = openDesk()
  await expect(desk.open({ ...request, ...differences }, start, deaf)).rejects.toMatchObject({ code })
  expect(desk.size).toBe(0)
})

test('a call that is live or has ended is not joined; another tenant has its own', async () => {
  const { clock, desk } = openDesk()
  const { session } = await desk.open(request, start, deaf)
  await expect(desk.check(request)).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('live'),
  })
  await expect(desk.open(request, start, deaf)).rejects.toMatchObject({ code: 'conflict' })
  const { session: other } = await desk.open({ ...request, tenantId: 't_2' }, start, deaf)
  session.end('caller_hangup')
  other.end('caller_hangup')
  await clock.advance(100)
  await expect(desk.open(request, start, deaf)).rejects.toMatchObject({ message: expect.stringContaining('ended') })
})

test('of two that open the same call at once, one wins', async () => {
  const { desk } = openDesk()
  const opened = await Promise.allSettled([desk.open(request, start, deaf), desk.open(request, start, deaf)])
  expect(opened.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  expect(desk.size).toBe(1)
})

test('a desk that drains takes no calls, lets live ones end, and waits for their logs', async () => {
  const { clock, desk, store, row } = openDesk()
  const { session } = await desk.open(request, start, deaf)
  let drained = false
  const drain = desk.drain(5000).then(() => {
    drained = true
  })
  await expect(desk.open({ ...request, call: 'call-2' }, start, deaf)).rejects.toMatchObject({ code: 'going_away' })
  await clock.advance(1000)
  store.events.break('before')
  session.end('caller_hangup')
  await clock.advance(90)
  expect(drained).toBe(false)
  await clock.advance(200)
  await drain
  expect(await row()).toMatchObject({ status: 'ended', endReason: 'caller_hangup' })
  expect(clock.armed).toBe(0)
})

test('at the deadline of a drain, live calls are ended as cancelled', async () => {
  const { clock, desk, row } = openDesk()
  await desk.open(request, start, deaf)
  const drain = desk.drain(5000)
  await clock.advance(5000)
  await drain
  expect(await row()).toMatchObject({ status: 'ended', endReason: 'cancelled', durationSec: 5 })
})

test('a call that was being looked up when the drain ended is ended too, and its log is waited for', async () => {
  const { desk, store, row } = openDesk()
  const found = Promise.withResolvers<void>()
  const { create } = store.calls
  store.calls.create = async (tenantId, call, owner) => {
    await found.promise
    return create.call(store.calls, tenantId, call, owner)
  }
  const opening = desk.open(request, start, deaf)
  await settled()
  const drain = desk.drain(0)
  await settled()
  found.resolve()
  await opening
  await drain
  expect(await row()).toMatchObject({ status: 'ended', endReason: 'cancelled' })
  expect(desk.size).toBe(0)
})

test('files that cannot be written are the operator’s affair', async () => {
  const { clock, desk, blobs, spool, faults, row } = openDesk()
  blobs.put = async () => {
    throw new Error('disk full')
  }
  const { session } = await desk.open(request, start, deaf)
  session.end('caller_hangup')
  await clock.advance(100)
  await desk.drain(0)
  expect(new Set(faults.map(String))).toEqual(new Set(['Error: disk full']))
  expect([spool.kept.size, clock.armed]).toEqual([1, 0])
  expect((await row())?.status).toBe('ended')
})

test('a call that cannot begin leaves nothing that a drain would wait for', async () => {
  const { clock, desk, row } = openDesk({ voice: 'broken' })
  await expect(desk.open(request, start, deaf)).rejects.toThrow('no voice')
  await clock.advance(100)
  await desk.drain(0)
  expect(await row()).toMatchObject({ status: 'ended', endReason: 'internal' })
  expect([desk.size, clock.armed]).toEqual([0, 0])
})
