import type { TimelineEntry } from '#generated/openapi.gen.ts'
import type { Millis } from '#runtime/core/clock.ts'
import type { Frames } from './frames.ts'
import type { Faults } from './scenario.ts'

/** Where a scenario is played: the engine on a virtual clock, or a platform behind real sockets. */
export interface Stage {
  /** What both ends sent so far, judged. */
  readonly frames: Frames
  /** What a promise of the scenario may be late by here. */
  readonly slackMs: Millis
  /** How often it is worth looking at the timeline. */
  readonly lookEveryMs: Millis
  say(text: string): void
  noise(ms: Millis): void
  send(message: object): void
  fault(faults: Faults): void
  /** The client's connection breaks. */
  cut(): void
  /** The client connects to the call again. */
  back(): Promise<void>
  hangUp(): void
  /** Lets time pass. */
  pass(ms: Millis): Promise<void>
  timeline(): Promise<readonly TimelineEntry[]>
  /** How the last socket was closed; null while it is open. */
  readonly closed: number | null
  /** What the model was last asked, as text. */
  modelWasTold(): string
}
