import type { ProblemCode } from '#generated/problems.gen.ts'
import type { LoggedEvent } from '#runtime/domain/projections/event-text.ts'

/** The caller's end of a call, as a transport gives it to a session. Nothing of it blocks or throws. */
export interface CallerLink {
  /** Something that the call's log has. */
  event(logged: LoggedEvent): void
  /** A piece of the agent's answer; it is not in the log. */
  delta(turnId: string, text: string): void
  /** Agent audio, PCM16 LE mono at the session's rate. */
  audio(frame: Buffer): void
  /** The call is about to end for a fault of ours or of a provider. */
  fault(problem: { code: ProblemCode; detail: string }): void
  /** The call is over and everything was said. */
  close(): void
}
