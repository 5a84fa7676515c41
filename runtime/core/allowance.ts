import type { Millis } from './clock.ts'

/** A token bucket: `perSecond` are gained all the time, at most `burst` are saved. */
export class Allowance {
  readonly #perSecond: number
  readonly #burst: number
  #saved: number
  #at: Millis

  constructor(perSecond: number, burst: number, at: Millis) {
    this.#perSecond = perSecond
    this.#burst = burst
    this.#saved = burst
    this.#at = at
  }

  /** Takes `count`, or nothing and says no. */
  take(count: number, at: Millis): boolean {
    this.#saved = Math.min(this.#burst, this.#saved + ((at - this.#at) / 1000) * this.#perSecond)
    this.#at = at
    if (count > this.#saved) return false
    this.#saved -= count
    return true
  }
}
