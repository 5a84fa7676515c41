import { bytesPerSample } from '#runtime/core/audio.ts'
import type { Millis } from '#runtime/core/clock.ts'
import { Allowance } from './allowance.ts'

/** Messages that a client may send in a second. */
export const TEXTS_PER_SECOND = 50
/** Turns that a client may type in a second: each asks a model. */
export const TURNS_PER_SECOND = 2
/** What a frame of audio costs, however small it is. */
const LEAST_FRAME_COST = 16

/** How much one client may send. */
export class ClientAllowances {
  /** Audio may come half again as fast as it is spoken, and ten seconds of it at once. */
  readonly #audio: Allowance
  /** Audio as JSON: chunks of 20 ms, and half as many again. */
  readonly #chunks: Allowance
  readonly #texts: Allowance
  readonly #turns: Allowance

  constructor(at: Millis) {
    this.#audio = new Allowance(1.5 * 16_000 * bytesPerSample, 10 * 16_000 * bytesPerSample, at)
    this.#chunks = new Allowance(75, 500, at)
    this.#texts = new Allowance(TEXTS_PER_SECOND, 200, at)
    this.#turns = new Allowance(TURNS_PER_SECOND, 10, at)
  }

  audio(bytes: number, at: Millis): boolean {
    return this.#audio.take(Math.max(bytes, LEAST_FRAME_COST), at)
  }

  text(holdsAudio: boolean, at: Millis): boolean {
    return (holdsAudio ? this.#chunks : this.#texts).take(1, at)
  }

  turn(at: Millis): boolean {
    return this.#turns.take(1, at)
  }
}
