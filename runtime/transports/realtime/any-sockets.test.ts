import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CallEvent, checkEvent } from '#generated/events.gen.ts'
import type { ServerMessage } from '#generated/realtime.gen.ts'
import { everyCheck } from '#runtime/core/contract-checks.ts'
import { sampleCaller } from '#runtime/core/testing/sample-caller.ts'
import { tone } from '#runtime/core/testing/tone.ts'
import { recordedMetrics } from '#runtime/ports/testing/recorded-metrics.ts'
import { checkOrder } from '#runtime/sessions/testing/invariants.ts'
import { openDesk } from '#runtime/sessions/testing/open-desk.ts'
import { Connection } from './connection.ts'
import { FakeSocket } from './testing/fake-socket.ts'

const limits = { maxFrameBytes: 131_072, idleTimeoutMs: 120_000, heartbeatMs: 15_000, resumeGraceMs: 20_000 }

type Move =
  | { readonly kind: 'connect' | 'start' | 'speak' | 'text' | 'ping' | 'end' | 'drop' | 'die' | 'interrupt' }
  | { readonly kind: 'resume'; readonly token: number; readonly back: number }
  | { readonly kind: 'close'; readonly code: 1000 | 1001 | 4000 }
  | { readonly kind: 'wait'; readonly ms: number }

const moves: fc.Arbitrary<Move> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ kind: 'connect' as const }) },
  { weight: 4, arbitrary: fc.constant({ kind: 'start' as const }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('resume' as const),
      token: fc.constantFrom(1, 1, 1, 0, 2, 3),
      back: fc.nat({ max: 4 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom('speak' as const, 'text' as const, 'ping' as const).map((kind) => ({ kind })),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom('drop' as const, 'die' as const, 'interrupt' as const).map((kind) => ({ kind })),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'end' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('close' as const), code: fc.constantFrom(1000 as const, 1001, 4000) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      ms: fc.constantFrom(0, 20, 300, 2_500, 11_000, 21_000),
    }),
  },
)

/** Sockets of one client, one after the other and over each other; the newest does what is said. */
class Client {
  readonly desk = openDesk({ agent: { firstMessage: 'Namaste, who is there?' } })
  readonly sockets: FakeSocket[] = []
  readonly dead = new Set<FakeSocket>()

  async connect(): Promise<void> {
    const socket = new FakeSocket()
    socket.ping = () => void (this.dead.has(socket) || socket.emit('pong'))
    this.sockets.push(socket)
    const { desk, clock, faults } = this.desk
    const ports = {
      desk,
      clock,
      checks: everyCheck(),
      metrics: recordedMetrics(),
      onFault: (error: unknown) => faults.push(error),
    }
    const connection = new Connection(ports, limits, { call: 'call-1', agent: 'agent-abc' }, socket.asWebSocket)
    void connection.admit(Promise.resolve(sampleCaller()))
    await clock.advance(0)
  }

  async move(move: Move): Promise<void> {
    const socket = this.sockets.at(-1)
    if (move.kind === 'connect') return this.connect()
    if (move.kind === 'wait') return this.desk.clock.advance(move.ms)
    if (socket === undefined || this.dead.has(socket) || socket.readyState !== 1) return
    if (move.kind === 'start') socket.say({ t: 'start' })
    if (move.kind === 'speak') socket.say(tone(320, 6_000))
    if (move.kind === 'text') socket.say({ t: 'text.input', text: 'hello' })
    if (move.kind === 'interrupt') socket.say({ t: 'interrupt' })
    if (move.kind === 'ping') socket.say({ t: 'ping' })
    if (move.kind === 'end') socket.say({ t: 'end' })
    if (move.kind === 'drop') socket.leave(1006)
    if (move.kind === 'die') this.dead.add(socket)
    if (move.kind === 'close') socket.leave(move.code)
    if (move.kind === 'resume') socket.say(this.#resume(move))
    await this.desk.clock.advance(0)
  }

  #resume({ token, back }: Extract<Move, { kind: 'resume' }>): object {
    const tokens = this.sockets.flatMap(({ messages }) => messages.flatMap((m) => (m.t === 'connected' ? [m] : [])))
    const lastSeq = Math.max(0, ...this.sockets.flatMap(({ messages }) => seqsOf(messages))) - back
    return { t: 'resume', token: tokens.at(-1 - token)?.resumeToken ?? 'none', lastSeq: Math.max(0, lastSeq) }
  }
}

const seqsOf = (messages: readonly ServerMessage[]): number[] =>
  messages.flatMap((message) => ('prevSeq' in message && message.seq !== undefined ? [message.seq] : []))

/** What holds of each socket: rising numbers, each naming the one before it, and nothing after `end`. */
function checkSocket({ messages, ended }: FakeSocket): void {
  const fromSeq = messages.findLast((message) => message.t === 'resumed')?.fromSeq
  let before = fromSeq === undefined ? 0 : fromSeq - 1
  for (const message of messages) {
    if (!('prevSeq' in message) || message.seq === undefined) continue
    expect(message.prevSeq).toBe(before)
    expect(message.seq).toBeGreaterThan(before)
    before = message.seq
  }
  const end = messages.findIndex(({ t }) => t === 'end')
  if (end !== -1) expect([end, ended === null]).toEqual([messages.length - 1, false])
}

async function play(script: readonly Move[]): Promise<Client> {
  const client = new Client()
  await client.connect()
  await client.move({ kind: 'start' })
  for (const move of script) await client.move(move)
  // Whoever is left hangs up, or is given up.
  await client.move({ kind: 'close', code: 1000 })
  await client.desk.clock.advance(400_000)
  return client
}

async function logOf({ desk }: Client): Promise<CallEvent[]> {
  const row = await desk.row()
  if (row === null) return []
  expect(row.status).toBe('ended')
  const log = await desk.store.events.read('t_1', row.id, { after: 0, limit: 10_000 })
  return log.map(({ event }) => event)
}

test('whatever a client sends on however many sockets: the log is in order and ends once, and no socket misses or repeats', async () => {
  let resumed = 0
  await fc.assert(
    fc.asyncProperty(fc.array(moves, { minLength: 5, maxLength: 40, size: 'max' }), async (script) => {
      const client = await play(script)
      const { desk, clock, faults, store } = client.desk
      const events = await logOf(client)
      if (events.length > 0) {
        checkOrder(events.slice(0, events.findIndex(({ event_type }) => event_type === 'call.ended') + 1))
        for (const event of events) expect(checkEvent(event)).toBeNull()
        checkStates(events)
      }
      for (const socket of client.sockets) checkSocket(socket)
      resumed += client.sockets.filter(({ kinds }) => kinds.includes('resumed')).length
      expect([desk.size, clock.armed, faults, store.owners.open]).toEqual([0, 0, [], []])
    }),
    { numRuns: 300, interruptAfterTimeLimit: 8_000 },
  )
  expect(resumed).toBeGreaterThan(20)
})

/** The table of the document: `x-states` of the voice channel. */
const table: Readonly<Record<string, readonly string[]>> = {
  created: ['consent', 'live', 'ended'],
  consent: ['live', 'detached', 'ended'],
  live: ['detached', 'ended'],
  detached: ['consent', 'live', 'ended'],
  ended: [],
}

function checkStates(events: readonly CallEvent[]): void {
  let state = 'created'
  for (const event of events) {
    if (event.event_type !== 'session.state_changed') continue
    expect(event.data.from).toBe(state)
    expect(table[state]).toContain(event.data.to)
    state = event.data.to
  }
  expect(state).toBe('ended')
}
