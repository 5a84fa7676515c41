import type { CommandOutcome, SessionCommand } from '#generated/openapi.gen.ts'
import type { ProblemCode } from '#generated/problems.gen.ts'
import type { Millis } from '#runtime/core/clock.ts'
import type { Role } from '#runtime/ports/store.ts'

/** A command on its way to a call (OBS-00 5). */
export interface CommandOrder {
  /** `cmd_…`: the `correlation_id` of its events. */
  readonly id: string
  readonly tenantId: string
  readonly callId: string
  readonly command: SessionCommand
  readonly requestedBy: string
  readonly role: Role
  /** How long it was on its way before the process that has the call got it. */
  readonly waitedMs: Millis
}

/** What came of it: `seq` is that of its `control.command_applied`. */
export type CommandReply =
  | {
      readonly result: CommandOutcome
      readonly correlationId: string
      readonly seq: number
      readonly latencyMs: Millis
    }
  | Refusal

export interface Refusal {
  readonly result: 'refused' | 'failed'
  readonly code: ProblemCode
  readonly detail: string
}

export const refusal = (code: ProblemCode, detail: string): Refusal => ({ result: 'refused', code, detail })
