import type { Millis } from '#runtime/core/clock.ts'

/** Carries what is asked of a process to it, and its answer back (OBS-00 5). Bodies are opaque: whoever sends one seals it. */
export interface Commands {
  /** The answer of the process with this id; `unreachable` when none came within `ms`. It may have done it all the same. */
  ask(processId: string, body: Buffer, ms: Millis): Promise<Buffer | 'unreachable'>
  close(): Promise<void>
}

/** What a process does with what it is asked; it never rejects. */
export type Serve = (body: Buffer) => Promise<Buffer>
