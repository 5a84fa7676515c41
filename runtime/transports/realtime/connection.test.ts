import { expect, test } from 'vitest'
import { everyCheck } from '#runtime/core/contract-checks.ts'
import type { Caller } from '#runtime/core/operation.ts'
import { Problem } from '#runtime/core/problem.ts'
import { sampleCaller } from '#runtime/core/testing/sample-caller.ts'
import { settled } from '#runtime/core/testing/virtual-clock.ts'
import { recordedMetrics } from '#runtime/ports/testing/recorded-metrics.ts'
import { type DeskScript, openDesk } from '#runtime/sessions/testing/open-desk.ts'
import type { Address } from './address.ts'
import { Connection } from './connection.ts'
import { FakeSocket } from './testing/fake-socket.ts'

const limits = { maxFrameBytes: 131_072, idleTimeoutMs: 120_000, heartbeatMs: 15_000, resumeGraceMs: 20_000 }
const dev = sampleCaller()
const start = { t: 'start' }
const patient = { questionAfterMs: 15_000, maxQuestions: 0, question: null, hangUpAfterMs: 600_000 }

function connect(script: DeskScript = {}, address: Address = { call: 'call-1', agent: 'agent-abc' }) {
  const desk = openDesk(script)
  const socket = new FakeSocket()
  const onFault = (error: unknown) => void desk.faults.push(error)
  const ports = { desk: desk.desk, clock: desk.clock, checks: everyCheck(), metrics: recordedMetrics(), onFault }
  return { ...desk, socket, connection: new Connection(ports, limits, address, socket.asWebSocket) }
}

async function admitted(script: DeskScript = {}, address?: Address) {
  const connected = connect(script, address)
  await connected.connection.admit(Promise.resolve(dev))
  return connected
}

async function live(script: DeskScript = {}) {
  const connected = await admitted(script)
  connected.socket.say(start)
  await settled()
  return connected
}

test('a call from handshake to close', async () => {
  const { socket, clock, row, faults } = await live()
  const timestamp = clock.now()
  await clock.advance(1_000)
  socket.say({ t: 'ping' })
  socket.say({ t: 'end' })
  await clock.advance(200)
  expect(socket.kinds).toEqual(['connected', 'turn.started', 'tts.started', 'tts.stopped', 'pong', 'end'])
  expect(socket.messages[0]).toMatchObject({ callId: 'call-1', limits, timestamp })
  expect(Buffer.concat(socket.audio).length).toBe(200 * 32)
  expect(socket.ended).toBe('1000 end')
  expect(await row()).toMatchObject({ status: 'ended', endReason: 'caller_hangup' })
  expect([clock.armed, faults]).toEqual([0, []])
})

test.each([
  ['a key that is wrong', () => Promise.reject(new Problem('invalid_api_key', 'Wrong.')), '4401 invalid_api_key'],
  ['an analyst', () => Promise.resolve({ ...dev, role: 'analyst' as const }), '4403 forbidden'],
  ['a fault of ours', () => Promise.reject(new Error('secret')), '1011 internal'],
])('%s is told why and is let go', async (_who, caller, ended) => {
  const { socket, clock, connection, faults } = connect()
  await connection.admit(caller())
  expect([socket.ended, socket.kinds, clock.armed]).toEqual([ended, ['error'], 0])
  expect(JSON.stringify(socket.messages)).not.toContain('secret')
  expect(faults.length).toBe(ended.startsWith('1011') ? 1 : 0)
})

test('an agent that is not there is refused before start; a call without one at start', async () => {
  const unknown = await admitted({}, { call: 'call-1', agent: 'nobody' })
  expect(unknown.socket.ended).toBe('4404 not_found')
  const none = await admitted({}, { call: 'call-1', agent: undefined })
  none.socket.say(start)
  await settled()
  expect([none.socket.kinds, none.socket.ended]).toEqual([['connected', 'error'], '4404 not_found'])
  const named = await admitted({}, { call: 'call-1', agent: undefined })
  named.socket.say({ ...start, agentId: 'agent-abc' })
  await named.clock.advance(200)
  expect(named.socket.kinds).toEqual(['connected', 'turn.started', 'tts.started'])
})

test('what comes before the server is ready is kept, in order', async () => {
  const { socket, clock, connection, ear } = connect()
  const admission = connection.admit(Promise.resolve(dev))
  expect(socket.paused).toBe(true)
  socket.say(start)
  for (let n = 1; n <= 3; n++) socket.say(Buffer.alloc(640, n))
  socket.say({ t: 'ping' })
  await admission
  await settled()
  expect(socket.paused).toBe(false)
  expect(Buffer.concat(ear.audio)).toEqual(Buffer.concat([1, 2, 3].map((n) => Buffer.alloc(640, n))))
  expect(socket.kinds).toEqual(['connected', 'turn.started', 'pong'])
  socket.leave(1001)
  await clock.advance(200)
  expect(clock.armed).toBe(0)
})

test.each([
  ['bytes', 513, 1024],
  ['messages', 1025, 2],
])('too many %s before the server is ready close the socket', async (_what, count, size) => {
  const { socket, connection } = connect()
  const admission = connection.admit(new Promise<Caller>(() => {}))
  for (let n = 0; n < count - 1; n++) socket.say(Buffer.alloc(size))
  expect(socket.ended).toBeNull()
  socket.say(Buffer.alloc(size))
  expect(socket.ended).toBe('4400 bad_request')
  void admission
})

test('a mistake is told and forgiven', async () => {
  const { socket } = await admitted()
  socket.say(Buffer.alloc(640))
  socket.say('no json')
  socket.say({ t: 'dance' })
  socket.say({ t: 'start', callId: 'call-2' })
  socket.say({ t: 'start', agentId: 'other' })
  socket.say({ t: 'start', audio: { sampleRateHz: 44_100 } })
  socket.say(start)
  await settled()
  socket.say(start)
  socket.say(Buffer.alloc(641))
  socket.say(Buffer.alloc(0))
  const errors = socket.messages.flatMap((message) => (message.t === 'error' ? [message] : []))
  expect(errors.map(({ field }) => field)).toEqual([
    undefined,
    undefined,
    '/t',
    '/callId',
    '/agentId',
    '/audio/sampleRateHz',
    undefined,
    undefined,
    undefined,
  ])
  expect(errors.every(({ code, fatal }) => code === 'bad_request' && !fatal)).toBe(true)
  expect(socket.ended).toBeNull()
})

test('the 51st mistake closes the socket and ends the call', async () => {
  const { socket, clock, row } = await live()
  for (let n = 0; n < 50; n++) socket.say('?')
  expect(socket.ended).toBeNull()
  socket.say('?')
  socket.say('?')
  expect(socket.ended).toBe('4400 bad_request')
  await clock.advance(200)
  expect(await row()).toMatchObject({ status: 'ended', endReason: 'client_lost' })
  expect(clock.armed).toBe(0)
})

test('turns are typed ten at once and two a second; what is more is told and not taken', async () => {
  const { socket, clock } = await live()
  const type = (times: number) => {
    for (let n = 0; n < times; n++) socket.say({ t: 'text.input', text: 'hello' })
  }
  const refused = () => socket.messages.filter(({ t }) => t === 'error')
  type(10)
  expect(refused()).toEqual([])
  type(2)
  const code = 'quota_exceeded'
  const told = { t: 'error', code, message: 'Type at most 2 turns a second; this was not taken.', fatal: false }
  expect(refused()).toEqual([
    { ...told, field: '/text' },
    { ...told, field: '/text' },
  ])
  await clock.advance(500)
  type(2)
  expect(refused().length).toBe(3)
  expect(socket.ended).toBeNull()
})

test('a client that misses two heartbeats is dropped; one that answers is not', async () => {
  const { socket, clock, row } = await live({ agent: { firstMessage: null, silence: patient } })
  for (let n = 0; n < 3; n++) {
    await clock.advance(15_000)
    socket.emit('pong')
  }
  await clock.advance(30_000)
  expect([socket.pings, socket.ended]).toEqual([5, null])
  await clock.advance(15_000)
  expect(socket.ended).toBe('terminated')
  await clock.advance(20_200)
  expect(await row()).toMatchObject({ endReason: 'client_lost' })
  expect(clock.armed).toBe(0)
})

test('a client is not held to be dead while its socket is not read', async () => {
  const { socket, clock, connection } = connect()
  const caller = Promise.withResolvers<Caller>()
  const admission = connection.admit(caller.promise)
  await clock.advance(100_000)
  expect([socket.paused, socket.ended, socket.pings]).toEqual([true, null, 0])
  caller.resolve(dev)
  await admission
  expect(socket.kinds).toEqual(['connected'])
  await clock.advance(44_000)
  expect(socket.ended).toBe('4408 idle_timeout')
})

test('two minutes without audio or text close the socket; a ping is neither', async () => {
  const { socket, clock } = await live({ agent: { firstMessage: null, silence: patient } })
  for (let n = 1; n <= 7; n++) {
    await clock.advance(15_000)
    socket.emit('pong')
    socket.say({ t: 'ping' })
    if (n === 1) socket.say(Buffer.alloc(640))
  }
  await clock.advance(15_000)
  expect(socket.ended).toBeNull()
  socket.emit('pong')
  await clock.advance(15_000)
  expect(socket.ended).toBe('4408 idle_timeout')
  await clock.advance(200)
  expect(clock.armed).toBe(0)
})

test.each([
  [1000, 'caller_hangup'],
  [1001, 'caller_hangup'],
  [1005, 'caller_hangup'],
])('a client that leaves with %i ends the call as %s', async (code, reason) => {
  const { socket, clock, row } = await live()
  await clock.advance(150)
  socket.leave(code)
  await clock.advance(200)
  expect(await row()).toMatchObject({ status: 'ended', endReason: reason })
  expect(clock.armed).toBe(0)
})

test.each([1002, 1006, 4000])(
  'a call whose client leaves with %i waits for it, then ends as client_lost',
  async (code) => {
    const { socket, clock, row, desk } = await live()
    await clock.advance(150)
    socket.leave(code)
    await clock.advance(19_900)
    expect([(await row())?.status, desk.size]).toEqual(['in_progress', 1])
    await clock.advance(200)
    expect(await row()).toMatchObject({ status: 'ended', endReason: 'client_lost' })
    expect([desk.size, clock.armed]).toEqual([0, 0])
  },
)

test.each([
  [1006, 20_200, 'client_lost'],
  [1000, 200, 'caller_hangup'],
])(
  'a client that leaves with %i while its call is looked up leaves the call that begins',
  async (code, ms, endReason) => {
    const { socket, clock, desk, row } = await admitted()
    socket.say(start)
    socket.leave(code)
    await clock.advance(ms)
    expect(await row()).toMatchObject({ status: 'ended', endReason })
    expect([desk.size, clock.armed]).toEqual([0, 0])
  },
)

test('a client that leaves while its key is looked up is forgotten', async () => {
  const { socket, clock, connection } = connect()
  const admission = connection.admit(Promise.resolve(dev))
  socket.leave(1006)
  await admission
  expect([socket.messages, clock.armed]).toEqual([[], 0])
})

test('a provider that fails is told before the end, and closes with its own code', async () => {
  const { socket, clock } = await live({
    agent: { firstMessage: null },
    asr: { failsAt: 500, failure: 'unauthorized' },
  })
  await clock.advance(2000)
  expect(socket.messages.slice(-2)).toMatchObject([
    { t: 'error', code: 'provider_unavailable', fatal: true },
    { t: 'end', reason: 'provider_unavailable' },
  ])
  expect(socket.ended).toBe('4503 end')
  expect(clock.armed).toBe(0)
})

test('a call that ends while it is being opened closes its socket', async () => {
  const { socket, clock, desk, store } = await admitted()
  const found = Promise.withResolvers<void>()
  const { create } = store.calls
  store.calls.create = async (...call) => {
    await found.promise
    return create.apply(store.calls, call)
  }
  socket.say(start)
  await settled()
  const drain = desk.drain(0)
  await settled()
  found.resolve()
  await drain
  expect(socket.kinds.at(-1)).toBe('end')
  expect(socket.ended).toBe('1012 end')
  await clock.advance(100)
  expect(clock.armed).toBe(0)
})

test('a frame that is too large is named before the socket closes', async () => {
  const { socket } = await live()
  socket.say('x'.repeat(131_073))
  expect(socket.messages.findLast(({ t }) => t === 'error')).toMatchObject({ code: 'payload_too_large', fatal: true })
  expect(socket.ended).toBe('1009 payload_too_large')
  expect(() => socket.emit('error', new Error('reset'))).not.toThrow()
})

test('chunks that waited for a missing one while the consent prompt was spoken are never heard (FR-T6)', async () => {
  const { socket, clock, ear } = await admitted({
    agent: { consent: { prompt: 'This call is recorded.' }, firstMessage: null },
  })
  socket.say({ t: 'start', audio: { transport: 'json' } })
  await clock.advance(500)
  const chunk = (seq: number, value: number) =>
    socket.say({ t: 'audio', seq, pcm16: Buffer.alloc(640, value).toString('base64') })
  chunk(1, 7)
  chunk(3, 7)
  chunk(4, 7)
  await clock.advance(1_000)
  expect(socket.kinds).toContain('tts.stopped')
  for (const seq of [5, 6, 7, 8]) chunk(seq, 1)
  await clock.advance(100)
  expect(Buffer.concat(ear.audio)).toEqual(Buffer.alloc(4 * 640, 1))
  socket.say({ t: 'end' })
})
