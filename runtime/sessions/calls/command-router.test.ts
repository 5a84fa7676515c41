import { expect, test } from 'vitest'
import type { CallEvent } from '#generated/events.gen.ts'
import type { SessionCommand } from '#generated/openapi.gen.ts'
import type { Ids } from '#runtime/core/ids.ts'
import type { Caller } from '#runtime/core/operation.ts'
import { aesSealer } from '#runtime/core/seal.ts'
import { VirtualClock } from '#runtime/core/testing/virtual-clock.ts'
import type { Commands, Serve } from '#runtime/ports/commands.ts'
import type { Store } from '#runtime/ports/store.ts'
import { type CommandOrder, type CommandReply, refusal } from './command-order.ts'
import { CommandRouter } from './command-router.ts'

const caller: Caller = {
  ...{ tenantId: 't_1', keyId: 'key_1', role: 'dev', via: 'key', signedBy: null },
  limits: { restPerMinute: null, socketsPerSecond: null },
}
const applied = { result: 'applied', correlationId: 'cmd_1', seq: 12, latencyMs: 3 } as const
const say: SessionCommand = { command: 'say', text: 'Ek minute, Shri Rao.' }
const hangup: SessionCommand = { command: 'call.hangup' }

/** Two processes, `a` and `b`, of which `owner` has the call; what each is commanded, and what went between them. */
function processes() {
  const clock = new VirtualClock()
  const state = {
    ...{ owner: 'b' as string | null, alive: true, live: true, reachable: true },
    replies: { a: null, b: applied } as Record<string, CommandReply | null>,
    ...{ log: [] as Pick<CallEvent, 'event_type' | 'data' | 'seq' | 'correlation_id'>[], carried: [] as Buffer[] },
    orders: [] as (CommandOrder & { at: string })[],
  }
  const store = {
    sessions: { get: async () => ({ session: { live: state.live }, complete: false }) },
    owners: { ownerOf: async () => state.owner && { processId: state.owner, alive: state.alive } },
    calls: { get: async () => ({ endReason: 'caller_hangup' }) },
    events: { ofTypes: async () => state.log.map((event) => ({ event, sealed: null })) },
  } as unknown as Store
  const sealer = aesSealer(Buffer.alloc(32, 1), (length) => Buffer.alloc(length, 2))
  const served = new Map<string, Serve>()
  const carrier: Commands = {
    async ask(to, body) {
      state.carried.push(body)
      const answer = state.reachable ? await served.get(to)?.(body) : undefined
      if (answer) state.carried.push(answer)
      return answer ?? 'unreachable'
    },
    close: async () => {},
  }
  const router = (processId: string): CommandRouter => {
    const command = async (order: CommandOrder): Promise<CommandReply | null> => {
      state.orders.push({ ...order, at: processId })
      return state.replies[processId]!
    }
    const ids = { next: () => 'cmd_1' } as unknown as Ids
    return new CommandRouter({ store, clock, ids, sealer, processId, calls: { command } }, (serve) => {
      served.set(processId, serve)
      return carrier
    })
  }
  return { clock, state, a: router('a'), b: router('b') }
}

test('a call of this process is commanded here, and nobody else is asked', async () => {
  const { a, state } = processes()
  state.replies.a = applied
  expect(await a.send(caller, 'c_1', hangup)).toEqual({ command: 'call.hangup', ...applied })
  expect(state.orders).toMatchObject([{ at: 'a', id: 'cmd_1', requestedBy: 'key_1', role: 'dev', tenantId: 't_1' }])
  expect(state.carried).toEqual([])
})

test('a call of another process is commanded there, and nothing that goes between can be read', async () => {
  const { a, state } = processes()
  expect(await a.send(caller, 'c_1', say)).toEqual({ command: 'say', ...applied })
  expect(state.orders.map(({ at }) => at)).toEqual(['a', 'b'])
  expect(state.orders[1]).toMatchObject({ command: say, callId: 'c_1' })
  const carried = Buffer.concat(state.carried).toString('latin1')
  for (const word of ['Rao', 'say', 'c_1', 'applied']) expect(carried).not.toContain(word)
})

test('what the call refuses is refused, wherever it lives', async () => {
  const { a, state } = processes()
  state.replies.b = refusal('conflict', 'The guardrails forbid it.')
  await expect(a.send(caller, 'c_1', say)).rejects.toMatchObject({
    code: 'conflict',
    message: 'The guardrails forbid it.',
  })
})

test.each([
  ['has lost its lease', { alive: false }],
  ['does not answer', { reachable: false }],
])('of a call whose process %s it is told that it is worth another try', async (_how, how) => {
  const { a, state } = processes()
  Object.assign(state, how)
  await expect(a.send(caller, 'c_1', hangup)).rejects.toMatchObject({ code: 'going_away', retryAfterMs: 2_000 })
})

test('while a call changes hands it is looked for, and its command says how long it waited', async () => {
  const { a, state, clock } = processes()
  state.owner = null
  const sent = a.send(caller, 'c_1', hangup)
  await clock.advance(1_000)
  state.owner = 'b'
  await clock.advance(60)
  expect(await sent).toMatchObject({ result: 'applied' })
  expect(state.orders.at(-1)!.waitedMs).toBeGreaterThanOrEqual(1_000)
  expect(clock.armed).toBe(0)
})

test('a live call that nobody has is looked for three seconds long', async () => {
  const { a, state, clock } = processes()
  state.owner = null
  const sent = expect(a.send(caller, 'c_1', hangup)).rejects.toMatchObject({ code: 'going_away' })
  await clock.advance(3_200)
  await sent
  expect(clock.armed).toBe(0)
})

test('to hang up again what a command hung up changes nothing; anything else is for calls that go on', async () => {
  const { a, state } = processes()
  Object.assign(state, { live: false, owner: null })
  await expect(a.send(caller, 'c_1', hangup)).rejects.toMatchObject({ code: 'conflict' })
  const data = { command: 'call.hangup', result: 'applied', requested_by: 'key_1' }
  const event = { event_type: 'control.command_applied', data, seq: 40, correlation_id: 'cmd_0' }
  state.log = [event as unknown as CallEvent]
  expect(await a.send(caller, 'c_1', hangup)).toMatchObject({ result: 'unchanged', seq: 40, correlationId: 'cmd_0' })
  await expect(a.send(caller, 'c_1', say)).rejects.toMatchObject({ code: 'conflict' })
  await expect(a.send(caller, 'c_1', { command: 'call.cancel' })).rejects.toMatchObject({ code: 'conflict' })
})
