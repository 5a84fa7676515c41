import { Allowance } from '#runtime/core/allowance.ts'
import { bytesPerSample } from '#runtime/core/audio.ts'
import type { Millis } from '#runtime/core/clock.ts'

/** Messages that a client may send in a second. */
export const TEXTS_PER_SECOND = 50
/** What a frame of audio costs, however small it is. */
const LEAST_FRAME_COST = 16

/** How much may come over one socket. What a call takes of turns that are typed is its own affair (`LiveCall`). */
export class ClientAllowances {
  /** Audio may come half again as fast as it is spoken, and ten seconds of it at once. */
  readonly #audio: Allowance
  /** Audio as JSON: chunks of 20 ms, and half as many again. */
  readonly #chunks: Allowance
  readonly #texts: Allowance

  constructor(at: Millis) {
    this.#audio = new Allowance(1.5 * 16_000 * bytesPerSample, 10 * 16_000 * bytesPerSample, at)
    this.#chunks = new Allowance(75, 500, at)
    this.#texts = new Allowance(TEXTS_PER_SECOND, 200, at)
  }

  audio(bytes: number, at: Millis): boolean {
    return this.#audio.take(Math.max(bytes, LEAST_FRAME_COST), at)
  }

  text(holdsAudio: boolean, at: Millis): boolean {
    return (holdsAudio ? this.#chunks : this.#texts).take(1, at)
  }
}
