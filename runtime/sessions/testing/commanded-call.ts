import type { Agent, SessionCommand } from '#generated/openapi.gen.ts'
import type { Clock, Millis } from '#runtime/core/clock.ts'
import type { LoggedEvent } from '#runtime/domain/projections/event-text.ts'
import { CallCommands, type Record } from '#runtime/sessions/calls/call-commands.ts'
import type { CommandReply } from '#runtime/sessions/calls/command-order.ts'
import { PipelineGauge } from '#runtime/sessions/calls/pipeline-gauge.ts'
import type { CallLog } from '#runtime/sessions/log/call-log.ts'
import { Announcements } from '#runtime/sessions/speech/announcements.ts'
import type { VoiceSession } from '#runtime/sessions/voice-session.ts'

/** A command, when it comes, and how long it was on its way. */
export type TimedCommand = readonly [at: Millis, command: SessionCommand, waitedMs?: Millis]

interface Parts {
  readonly clock: Clock
  readonly session: VoiceSession
  readonly log: CallLog
  readonly agent: Agent
  readonly tell: (message: { readonly kind: 'event'; readonly logged: LoggedEvent }) => void
  readonly onFault: (error: unknown) => void
}

const who = { tenantId: 't_1', callId: 'c_1', requestedBy: 'key_1', role: 'admin' } as const

/** The door for commands of a call without a desk. */
export function commandedCall({ clock, session, log, agent, tell, onFault }: Parts) {
  const record: Record = (type, happening) => {
    const logged = log.append(type, happening)
    tell({ kind: 'event', logged })
    return logged
  }
  const gauge = new PipelineGauge(clock, session, log, record)
  const announcements = new Announcements(clock, session, agent)
  const debug = (on: boolean): void => (on ? gauge.start() : gauge.stop())
  const door = new CallCommands({ clock, onFault }, { session, announcements, debug }, record)
  const replies: CommandReply[] = []
  return {
    replies,
    schedule(epoch: Millis, commands: readonly TimedCommand[]) {
      for (const [index, [at, command, waitedMs = 0]] of commands.entries()) {
        const order = { ...who, id: `cmd_${index + 1}`, command, waitedMs }
        clock.wakeAt(epoch + at, () => replies.push(door.carryOut(order)))
      }
    },
    sent: () => gauge.sent(),
    close() {
      gauge.stop()
      announcements.close()
    },
  }
}
