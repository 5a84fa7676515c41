import type { Clock, Millis } from './clock.ts'

/** One timer that turns for many: members are called every `periodMs`, in the order they joined. */
export class Wheel {
  readonly #clock: Clock
  readonly #periodMs: Millis
  readonly #members = new Set<(at: Millis) => void>()
  #stop: (() => void) | null = null

  constructor(clock: Clock, periodMs: Millis) {
    this.#clock = clock
    this.#periodMs = periodMs
  }

  /** Called from the next turn on, until the returned function is called. The timer runs only while there are members. */
  join(tick: (at: Millis) => void): () => void {
    this.#members.add(tick)
    if (this.#stop === null) this.#arm(this.#clock.now() + this.#periodMs)
    return () => {
      this.#members.delete(tick)
      if (this.#members.size > 0 || this.#stop === null) return
      this.#stop()
      this.#stop = null
    }
  }

  #arm(at: Millis): void {
    this.#stop = this.#clock.wakeAt(at, () => {
      const now = this.#clock.now()
      // After a stall the turns that were missed are not made up: members go by the instant they are given.
      this.#arm(Math.max(at + this.#periodMs, now))
      for (const tick of this.#members) tick(now)
    })
  }
}
