import type { SessionCommand, SessionCommandResult } from '#generated/openapi.gen.ts'
import type { Clock, Millis } from '#runtime/core/clock.ts'
import type { Ids } from '#runtime/core/ids.ts'
import type { Caller } from '#runtime/core/operation.ts'
import { Problem } from '#runtime/core/problem.ts'
import type { Sealer } from '#runtime/core/seal.ts'
import type { Commands } from '#runtime/ports/commands.ts'
import type { Role, Store } from '#runtime/ports/store.ts'
import type { CommandOrder, CommandReply } from './command-order.ts'

/** The calls of this process. */
export interface CommandedCalls {
  /** What came of it, once its log has it; null when the call is not live here. */
  command(order: CommandOrder): Promise<CommandReply | null>
}

export interface RouterPorts {
  readonly store: Store
  readonly clock: Clock
  readonly ids: Ids
  readonly sealer: Sealer
  readonly processId: string
  readonly calls: CommandedCalls
}

/** How long the process that has the call may take to answer. */
const ANSWER_MS: Millis = 5_000
/** How long a call that has just ended may take to be stored as one. */
const SETTLE_MS: Millis = 3_000
const LOOK_MS: Millis = 50
/** Words travel sealed: what lies between processes is no place for them. */
const asked = (processId: string): string => `command/${processId}`
const answered = (orderId: string): string => `reply/${orderId}`

/** Brings a command to the process that has the call, whichever it is (OBS-00 5). */
export class CommandRouter {
  readonly #ports: RouterPorts
  readonly #commands: Commands

  constructor(ports: RouterPorts, connect: (serve: (body: Buffer) => Promise<Buffer>) => Commands) {
    this.#ports = ports
    this.#commands = connect((body) => this.#serve(body))
  }

  close(): Promise<void> {
    return this.#commands.close()
  }

  /** Throws `conflict` for a call that has ended, what the call refuses, and `going_away` where its process does not answer. */
  async send(
    { tenantId, keyId, role }: Caller,
    callId: string,
    command: SessionCommand,
  ): Promise<SessionCommandResult> {
    const { clock, ids } = this.#ports
    const cameAt = clock.now()
    const order = (): CommandOrder => ({
      ...{ id, tenantId, callId, command, requestedBy: keyId, role: role as Role, waitedMs: clock.now() - cameAt },
    })
    const id = ids.next('command')
    for (;;) {
      const reply = await this.#deliver(order())
      if (reply !== null) return toldOf(command, reply)
      const known = await this.#ports.store.sessions.get(tenantId, callId)
      if (known?.session.live !== true) return this.#over(order())
      if (clock.now() - cameAt > SETTLE_MS) throw nobodyAnswers()
      await clock.sleep(LOOK_MS)
    }
  }

  /** Null when nobody has the call: it has ended this moment, or its owner is just being changed. */
  async #deliver(order: CommandOrder): Promise<CommandReply | null> {
    const { calls, store, processId } = this.#ports
    const here = await calls.command(order)
    if (here !== null) return here
    const owner = await store.owners.ownerOf(processId, order.tenantId, order.callId)
    if (owner === null || owner.processId === processId) return null
    if (!owner.alive) throw nobodyAnswers()
    return this.#ask(owner.processId, order)
  }

  async #ask(owner: string, order: CommandOrder): Promise<CommandReply | null> {
    const { sealer } = this.#ports
    const answer = await this.#commands.ask(owner, sealer.seal(order, asked(owner)), ANSWER_MS)
    if (answer === 'unreachable') throw nobodyAnswers()
    return (sealer.open(answer, answered(order.id)) as { reply: CommandReply | null }).reply
  }

  async #serve(body: Buffer): Promise<Buffer> {
    const { sealer, processId, calls } = this.#ports
    const order = sealer.open(body, asked(processId)) as CommandOrder
    return sealer.seal({ reply: await calls.command(order) }, answered(order.id))
  }

  /** To end again what a command has ended changes nothing; nothing else can be done to a call that is over. */
  async #over({ tenantId, callId, command, waitedMs }: CommandOrder): Promise<SessionCommandResult> {
    const { store } = this.#ports
    const call = await store.calls.get(tenantId, callId)
    if (command.command === 'call.hangup' || command.command === 'call.cancel') {
      const applied = await store.events.ofTypes(tenantId, callId, ['control.command_applied'], MOST_COMMANDS)
      for (const { event } of applied) {
        if (event.event_type !== 'control.command_applied' || event.data.result !== 'applied') continue
        if (event.data.command !== command.command) continue
        const { seq, correlation_id: correlationId } = event
        return { command: command.command, result: 'unchanged', correlationId, latencyMs: waitedMs, seq }
      }
    }
    throw new Problem('conflict', `The call has ended (${call?.endReason}). Commands are for calls that go on.`)
  }
}

const MOST_COMMANDS = 10_000

function toldOf({ command }: SessionCommand, reply: CommandReply): SessionCommandResult {
  if ('code' in reply) throw new Problem(reply.code, reply.detail)
  return { command, ...reply }
}

const nobodyAnswers = (): Problem =>
  new Problem(
    'going_away',
    'The server that has the call does not answer. Ask again: it comes back, or the call is closed.',
    {
      retryAfterMs: 2_000,
    },
  )
