import { type Clock, type Millis, nextMultiple } from '#runtime/core/clock.ts'

/** Lets what many have to do begin at once: each alone would wake a thread, and be woken by it. */
export class Beat {
  readonly #clock: Clock
  readonly #periodMs: Millis
  #waiting: (() => void)[] = []

  constructor(clock: Clock, periodMs: Millis) {
    this.#clock = clock
    this.#periodMs = periodMs
  }

  /** Runs `work` at the next multiple of the period. */
  next(work: () => void): void {
    this.#waiting.push(work)
    if (this.#waiting.length > 1) return
    this.#clock.wakeAt(nextMultiple(this.#clock.now(), this.#periodMs), () => {
      const due = this.#waiting
      this.#waiting = []
      for (const run of due) run()
    })
  }
}
