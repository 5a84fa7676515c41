import { expect, test } from 'vitest'
import type { ServerMessage } from '#generated/realtime.gen.ts'
import { everyCheck } from '#runtime/core/contract-checks.ts'
import { sampleCaller } from '#runtime/core/testing/sample-caller.ts'
import { settled } from '#runtime/core/testing/virtual-clock.ts'
import { recordedMetrics } from '#runtime/ports/testing/recorded-metrics.ts'
import { type DeskScript, openDesk } from '#runtime/sessions/testing/open-desk.ts'
import { Connection } from './connection.ts'
import { FakeSocket } from './testing/fake-socket.ts'

const limits = { maxFrameBytes: 131_072, idleTimeoutMs: 120_000, heartbeatMs: 15_000, resumeGraceMs: 20_000 }
const dev = sampleCaller()
type Of<T extends ServerMessage['t']> = Extract<ServerMessage, { t: T }>

/** A desk where any number of sockets may connect to `call-1`. */
function room(script: DeskScript = {}) {
  const desk = openDesk(script)
  const ports = {
    desk: desk.desk,
    clock: desk.clock,
    checks: everyCheck(),
    metrics: recordedMetrics(),
    onFault: (e: unknown) => desk.faults.push(e),
  }
  const connect = async (caller = dev, answers = true, call = 'call-1') => {
    const socket = new FakeSocket()
    if (answers) socket.ping = () => void socket.emit('pong')
    const connection = new Connection(ports, limits, { call, agent: 'agent-abc' }, socket.asWebSocket)
    const admitted = connection.admit(Promise.resolve(caller))
    await desk.clock.advance(0)
    const all = <T extends ServerMessage['t']>(kind: T) => socket.messages.filter((m): m is Of<T> => m.t === kind)
    const token = (): string => all('connected')[0]?.resumeToken ?? 'none'
    return { socket, admitted, all, token, seqs: () => seqsOf(socket.messages) }
  }
  const live = async (answers = true) => {
    const line = await connect(dev, answers)
    line.socket.say({ t: 'start' })
    await settled()
    return line
  }
  const states = async () => {
    const id = (await desk.row())?.id ?? ''
    const log = await desk.store.events.read('t_1', id, { after: 0, limit: 1000 })
    return log.flatMap(({ event }) => (event.event_type === 'session.state_changed' ? [event.data.to] : []))
  }
  return { ...desk, connect, live, states }
}

const seqsOf = (messages: readonly ServerMessage[]): number[] =>
  messages.flatMap((message) => ('prevSeq' in message && message.seq !== undefined ? [message.seq] : []))
const longGreeting = { firstMessage: 'Namaste, this is a greeting that takes its time to be said and to be heard.' }
const resume = (token: string, lastSeq: number) => ({ t: 'resume', token, lastSeq })

test('a lost socket: what the agent says waits, the log says so, and the caller who comes back misses nothing', async () => {
  const { live, connect, clock, states, desk, faults } = room({ agent: longGreeting })
  const first = await live()
  await clock.advance(400)
  const heard = first.seqs()
  first.socket.leave(1006)
  await clock.advance(10_000)
  expect([await states(), desk.size]).toEqual([['live', 'detached'], 1])

  const second = await connect()
  expect(second.all('connected')[0]).toMatchObject({ epoch: 2, limits })
  expect(second.token()).not.toBe(first.token())
  const lastSeq = heard.at(-2) ?? 0
  second.socket.say(resume(first.token(), lastSeq))
  await clock.advance(4_500)
  expect(second.socket.kinds.slice(0, 2)).toEqual(['connected', 'resumed'])
  expect(second.all('resumed')[0]!.fromSeq).toBe(lastSeq + 1)
  expect(second.seqs()[0]).toBe(heard.at(-1))
  const chain = second.socket.messages.flatMap((m) => ('prevSeq' in m && m.prevSeq !== undefined ? [m.prevSeq] : []))
  expect(chain).toEqual([lastSeq, ...second.seqs().slice(0, -1)])
  // It goes on where the caller was, and is heard to its end.
  expect(second.all('tts.started').at(-1)!.fromMs).toBeLessThan(400)
  expect(second.all('tts.stopped')).toMatchObject([{ cause: 'completed', textHeard: longGreeting.firstMessage }])
  expect(await states()).toEqual(['live', 'detached', 'live'])
  second.socket.say({ t: 'end' })
  await clock.advance(200)
  expect([second.socket.ended, first.socket.ended, faults, clock.armed]).toEqual(['1000 end', null, [], 0])
})

test('nobody is spoken to who is not there: an answer that comes meanwhile is said after the return', async () => {
  const { live, connect, clock, ear } = room({ agent: { firstMessage: 'Namaste' } })
  const first = await live()
  await clock.advance(50)
  const before = first.socket.audio.length
  first.socket.leave(1006)
  await clock.advance(5_000)
  expect(first.socket.audio.length).toBe(before)
  const second = await connect()
  second.socket.say(resume(first.token(), 0))
  await clock.advance(1_000)
  const heardMs = Buffer.concat(second.socket.audio).length / 32
  expect(heardMs).toBeGreaterThan(0)
  expect(second.all('tts.stopped')[0]).toMatchObject({ cause: 'completed', textHeard: 'Namaste' })
  second.socket.say(Buffer.alloc(640, 7))
  await settled()
  expect(Buffer.concat(ear.audio).at(-1)).toBe(7)
})

test('turns are counted by the call: whoever comes back may not type ten more at once', async () => {
  const { live, connect, clock } = room()
  const first = await live()
  const type = (line: typeof first, turns: number): void => {
    for (let turn = 0; turn < turns; turn += 1) line.socket.say({ t: 'text.input', text: 'Hello' })
  }
  type(first, 10)
  expect(first.all('error')).toEqual([])
  first.socket.leave(1006)
  await clock.advance(500)
  const second = await connect()
  second.socket.say(resume(first.token(), 0))
  await settled()
  type(second, 2)
  expect(second.all('error')).toMatchObject([{ code: 'quota_exceeded', fatal: false, field: '/text' }])
})

test('the third socket resumes with the token of the second, and hears nothing twice', async () => {
  const { live, connect, clock } = room({ agent: longGreeting })
  const first = await live()
  await clock.advance(300)
  first.socket.leave(1006)
  const second = await connect()
  second.socket.say(resume(first.token(), first.seqs().at(-1)!))
  await clock.advance(100)
  second.socket.leave(1006)
  const third = await connect()
  expect(third.all('connected')[0]!.epoch).toBe(3)
  third.socket.say(resume(first.token(), 0))
  await settled()
  expect(third.all('resume_failed')).toMatchObject([{ reason: 'wrong_token' }])
  third.socket.say(resume(second.token(), second.seqs().at(-1)!))
  await clock.advance(6_000)
  const whole = [...first.seqs(), ...second.seqs(), ...third.seqs()]
  expect(whole).toEqual([...new Set(whole)].toSorted((a, b) => a - b))
  expect(third.all('tts.stopped')).toHaveLength(1)
})

test.each([
  ['a token of nobody', 'A'.repeat(43), 0, 'wrong_token'],
  ['the token that this very socket was given', null, 0, 'wrong_token'],
  ['a position that the log does not have', 'first', 9_999, 'wrong_position'],
] as const)('%s resumes nothing; start joins the call as it stands', async (_what, token, lastSeq, reason) => {
  const { live, connect, clock, desk } = room({ agent: longGreeting })
  const first = await live()
  await clock.advance(300)
  first.socket.leave(1006)
  const second = await connect()
  second.socket.say(resume(token === 'first' ? first.token() : (token ?? second.token()), lastSeq))
  await settled()
  expect([second.all('resume_failed'), second.socket.ended]).toMatchObject([[{ reason }], null])
  second.socket.say({ t: 'start' })
  await clock.advance(100)
  const [resumed] = second.all('resumed')
  expect(resumed!.fromSeq).toBeGreaterThan(first.seqs().at(-1)!)
  expect(second.seqs()[0]).toBeGreaterThanOrEqual(resumed!.fromSeq)
  expect([desk.size, second.socket.ended]).toEqual([1, null])
})

test('a call that is not live yet is not resumed, but begun', async () => {
  const { connect, clock } = room()
  const line = await connect()
  line.socket.say(resume('some-token', 3))
  await settled()
  expect(line.all('resume_failed')).toMatchObject([{ reason: 'not_live' }])
  line.socket.say({ t: 'start' })
  await clock.advance(200)
  expect(line.socket.kinds).toContain('tts.started')
})

test('when the grace is over the call has ended, and coming back is a conflict that says how', async () => {
  const { live, connect, clock, row, states } = room()
  const first = await live()
  await clock.advance(1_000)
  first.socket.leave(1006)
  await clock.advance(20_100)
  expect(await row()).toMatchObject({ status: 'ended', endReason: 'client_lost', durationSec: 21 })
  expect(await states()).toEqual(['live', 'detached', 'ended'])
  const second = await connect()
  expect(second.all('error')[0]!.message).toContain('client_lost')
  expect([second.socket.ended, clock.armed]).toEqual(['4409 conflict', 0])
})

test('a second socket of the same credential takes over from one that is dead, and closes it with 4409', async () => {
  const { live, connect, clock, row, states } = room({ agent: longGreeting })
  const first = await live(false)
  await clock.advance(1_500)
  const second = await connect()
  expect(second.socket.kinds).toEqual([])
  await clock.advance(2_000)
  expect(second.socket.kinds).toEqual(['connected'])
  second.socket.say(resume(first.token(), first.seqs().at(-1)!))
  await clock.advance(100)
  expect([first.socket.ended, second.socket.kinds]).toEqual(['4409 conflict', ['connected', 'resumed']])
  expect((await row())?.status).toBe('in_progress')
  expect(await states()).toEqual(['live', 'detached', 'live'])
})

test('a socket that answers pings, but was silent for 10 s, is taken over; one that is heard is not', async () => {
  const { live, connect, clock } = room()
  const first = await live()
  for (let n = 0; n < 20; n++) {
    await clock.advance(1_000)
    first.socket.say(Buffer.alloc(640))
  }
  const refused = await connect()
  expect([refused.socket.ended, refused.all('error')[0]?.code]).toEqual(['4409 conflict', 'conflict'])
  await clock.advance(9_900)
  expect((await connect()).socket.ended).toBe('4409 conflict')
  await clock.advance(200)
  const second = await connect()
  second.socket.say({ t: 'start' })
  await clock.advance(50)
  expect([first.socket.ended, second.socket.ended, second.all('resumed').length]).toEqual(['4409 conflict', null, 1])
})

test.each([
  ['another key of the tenant', { keyId: 'key_2' }, '4409 conflict'],
  ['another tenant, for whom the name is free', { tenantId: 't_2' }, null],
])('%s does not come into the call', async (_who, other, ended) => {
  const { live, connect, clock, row } = room()
  const first = await live()
  first.socket.leave(1006)
  const second = await connect(sampleCaller(other))
  expect(second.socket.ended).toBe(ended)
  if (ended === null) {
    second.socket.say(resume(first.token(), 0))
    await settled()
    expect(second.all('resume_failed')).toMatchObject([{ reason: 'not_live' }])
  }
  await clock.advance(20_100)
  expect(await row()).toMatchObject({ endReason: 'client_lost' })
})

test('start that joins must speak at the rate of the call', async () => {
  const { live, connect, clock } = room()
  const first = await live()
  first.socket.leave(1006)
  const second = await connect()
  second.socket.say({ t: 'start', audio: { sampleRateHz: 8_000 } })
  await clock.advance(50)
  expect(second.socket.ended).toBe('4400 bad_request')
})

test('a call that began with audio as JSON goes on so', async () => {
  const { connect, clock } = room({ agent: longGreeting })
  const first = await connect()
  first.socket.say({ t: 'start', audio: { transport: 'json' } })
  await clock.advance(200)
  expect(first.all('tts.chunk').length).toBeGreaterThan(0)
  first.socket.leave(1006)
  const second = await connect()
  second.socket.say(resume(first.token(), first.seqs().at(-1)!))
  await clock.advance(200)
  expect([second.all('tts.chunk').length > 0, second.socket.audio]).toEqual([true, []])
})

test('what is no longer in memory is told from the log', async () => {
  const { live, connect, clock } = room({ agent: { firstMessage: null, silence: patient } })
  const first = await live()
  for (let n = 0; n < 400; n++) {
    first.socket.say({ t: 'dtmf.send', digits: '1', method: 'rfc2833' })
    first.socket.say({ t: 'text.input', text: `word ${n}` })
    await clock.advance(500)
  }
  await clock.advance(1_000)
  const all = first.seqs()
  expect(all.length).toBeGreaterThan(1_100)
  first.socket.leave(1006)
  const second = await connect()
  second.socket.say(resume(first.token(), all[10]!))
  await clock.advance(1_000)
  const told = second.seqs().filter((seq) => seq <= all.at(-1)!)
  expect(told).toEqual(all.slice(11))
})

const patient = { questionAfterMs: 15_000, maxQuestions: 0, question: null, hangUpAfterMs: 600_000 }

test('silence of a caller who is not there is not held against it', async () => {
  const silence = { questionAfterMs: 5_000, maxQuestions: 1, question: 'Hello?', hangUpAfterMs: 12_000 }
  const { live, connect, clock, row, ear } = room({ agent: { firstMessage: null, silence } })
  const first = await live()
  await clock.advance(3_000)
  first.socket.leave(1006)
  await clock.advance(19_000)
  const second = await connect()
  second.socket.say(resume(first.token(), 0))
  await clock.advance(1_000)
  expect([(await row())?.status, second.all('tts.started').length]).toEqual(['in_progress', 0])
  await clock.advance(1_500)
  expect(second.all('tts.started')).toHaveLength(1)
  void ear
})

test('a drain is told to every socket; until its deadline a lost one may come back', async () => {
  const { live, connect, clock, desk, row } = room({ agent: longGreeting })
  const first = await live()
  const waiting = await connect(dev, true, 'call-2')
  const drain = desk.drain(15_000)
  await clock.advance(100)
  const goingAway = { deadlineMs: 15_000, resumeToken: first.token() }
  expect([first.all('going_away'), waiting.all('going_away').length]).toMatchObject([[goingAway], 1])
  first.socket.leave(1006)
  const late = await connect(dev, true, 'call-3')
  expect(late.socket.ended).toBe('1012 going_away')
  const second = await connect()
  second.socket.say(resume(first.token(), first.seqs().at(-1) ?? 0))
  await clock.advance(100)
  expect(second.socket.kinds).toContain('resumed')
  await clock.advance(15_000)
  await drain
  expect(second.socket.messages.slice(-2)).toMatchObject([
    { t: 'error', code: 'going_away', fatal: true },
    { t: 'end', reason: 'cancelled' },
  ])
  expect(second.socket.ended).toBe('1012 end')
  expect(await row()).toMatchObject({ status: 'ended', endReason: 'cancelled' })
})
