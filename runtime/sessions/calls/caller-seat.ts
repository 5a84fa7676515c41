import type { Millis } from '#runtime/core/clock.ts'
import type { CallerLink } from '#runtime/sessions/link.ts'

/** How audio travels on a socket: as bytes, or in JSON. */
export type AudioTransport = 'binary' | 'json'

/** A caller's link that can be lost and taken over, as one socket after another sits down at the same call. */
export interface CallerSeat extends CallerLink {
  /** Whether its client is there: heard of lately, or answering when it is asked. */
  alive(): Promise<boolean>
  /** The call is this seat's now: messages follow from `fromSeq` on, and audio as the call had it. */
  resumed(call: { fromSeq: number; answeredAt: Millis; transport: AudioTransport }): void
  /** Resolves when there is room for more, or the client is gone. */
  drained(): Promise<void>
  /** Another socket has sat down in its place. */
  replaced(): void
}
