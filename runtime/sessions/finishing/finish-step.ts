import type { Agent } from '#generated/openapi.gen.ts'
import type { LoggedEvent } from '#runtime/domain/projections/event-text.ts'
import type { FinishJob } from '#runtime/ports/finishing.ts'
import type { CallLog } from '#runtime/sessions/log/call-log.ts'

/** A call that has ended and whose log is stored up to its end; this process works on it. */
export interface EndedCall extends FinishJob {
  /** The agent; null where it is gone. */
  readonly agent: Agent | null
  /** The whole log as it was before the first step, what is sealed opened: read once for all of them. */
  readonly logged: readonly LoggedEvent[]
  /** Where what the steps find out is appended. */
  readonly log: CallLog
}

/** `waits`: it waits for something, and is tried again later. */
export type StepOutcome = 'done' | 'waits'

/**
 * One thing that is done after a call. Doing it again changes nothing: what it has appended to the log it finds there. It
 * throws when it could not be done now, or gives `waits` when it waits for something; then the other steps run all the same, and
 * it is tried again later.
 */
export interface FinishStep {
  readonly name: string
  /** Nearly all of its time it waits for others: any number of calls may be in it at once. */
  readonly waits?: true
  run(call: EndedCall): Promise<StepOutcome>
}
