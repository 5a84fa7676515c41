import type { EventType } from '#generated/events.gen.ts'
import type { Clock } from '#runtime/core/clock.ts'
import type { LoggedEvent } from '#runtime/domain/projections/event-text.ts'
import type { Happening } from '#runtime/sessions/log/call-log.ts'
import type { Announcements } from '#runtime/sessions/speech/announcements.ts'
import type { VoiceSession } from '#runtime/sessions/voice-session.ts'
import { type CommandOrder, type CommandReply, type Refusal, refusal } from './command-order.ts'

export interface CommandPorts {
  readonly clock: Clock
  readonly onFault: (error: unknown) => void
}

/** Puts something into the call's log. */
export type Record = <T extends EventType>(type: T, happening: Happening<T>) => LoggedEvent

/** What of a call its commands reach. */
export interface Commanded {
  readonly session: Pick<VoiceSession, 'end'>
  readonly announcements: Pick<Announcements, 'add'>
  /** Debug events are written, or no longer. */
  debug(enabled: boolean): void
}

/** Carries commands out on a live call; each leaves that it came and what came of it (OBS-00 3.8, 5). */
export class CallCommands {
  readonly #ports: CommandPorts
  readonly #call: Commanded
  readonly #record: Record
  #debugs = false

  constructor(ports: CommandPorts, call: Commanded, record: Record) {
    this.#ports = ports
    this.#call = call
    this.#record = record
  }

  carryOut(order: CommandOrder): CommandReply {
    const { clock } = this.#ports
    const cameAt = clock.now() - order.waitedMs
    this.#came(order)
    const outcome = this.#try(order)
    const isDone = typeof outcome === 'string'
    const result = isDone ? outcome : outcome.result
    const latencyMs = Math.round((clock.now() - cameAt) * 10) / 10
    const { event } = this.#record('control.command_applied', {
      ...{ correlationId: order.id, severity: isDone ? 'info' : 'warn', latencyMs },
      data: { command: order.command.command, result, debug: this.#debugs, ...(!isDone && { refusal: outcome.code }) },
    })
    return isDone ? { result: outcome, correlationId: order.id, seq: event.seq, latencyMs } : outcome
  }

  #came({ id: correlationId, command, requestedBy }: CommandOrder): void {
    const data = { command: command.command, requested_by: requestedBy }
    switch (command.command) {
      case 'say': {
        const { text, interrupt = false } = command
        const said = { ...data, interrupt, text_length: text.length }
        return void this.#record('control.command_received', { correlationId, data: said, content: { text } })
      }
      case 'pipeline.debug_toggle':
        return void this.#record('control.command_received', {
          correlationId,
          data: { ...data, enabled: command.enabled },
        })
      default:
        return void this.#record('control.command_received', { correlationId, data })
    }
  }

  #try(order: CommandOrder): 'applied' | 'unchanged' | Refusal {
    try {
      return this.#apply(order)
    } catch (error) {
      this.#ports.onFault(error)
      return { result: 'failed', code: 'internal', detail: 'The command broke on our side.' }
    }
  }

  #apply({ command, role }: CommandOrder): 'applied' | 'unchanged' | Refusal {
    const { session, announcements } = this.#call
    switch (command.command) {
      case 'call.cancel':
        session.end('cancelled')
        return 'applied'
      case 'call.hangup':
        session.end('agent_hangup')
        return 'applied'
      case 'say': {
        const why = announcements.add(command.text, command.interrupt ?? false)
        return why === null ? 'applied' : refusal('conflict', why)
      }
      case 'pipeline.debug_toggle': {
        if (role !== 'admin') return refusal('forbidden', 'This command needs a key with the role admin.')
        if (command.enabled === this.#debugs) return 'unchanged'
        this.#debugs = command.enabled
        this.#call.debug(command.enabled)
        return 'applied'
      }
    }
  }
}
