import type { Clock, Millis } from '#runtime/core/clock.ts'
import { sleepWith } from '#runtime/core/sleep.ts'

interface Timer {
  readonly at: Millis
  readonly wake: () => void
}

/** A clock that moves only when a test says so. */
export class VirtualClock implements Clock {
  #now: Millis
  readonly #timers = new Set<Timer>()
  readonly sleep = sleepWith(this)

  constructor(start: Millis = 0) {
    this.#now = start
  }

  now(): Millis {
    return this.#now
  }

  wakeAt(at: Millis, wake: () => void): () => void {
    const timer = { at: Math.max(at, this.#now), wake }
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }

  /** Wakes every timer due in the next `ms`, earliest first, and lets each settle before the next. */
  async advance(ms: Millis): Promise<void> {
    const end = this.#now + ms
    for (let due = await this.#due(end); due; due = await this.#due(end)) {
      this.#timers.delete(due)
      this.#now = due.at
      due.wake()
    }
    this.#now = end
  }

  /** Timers still armed. A test that ends with any has a leak. */
  get armed(): number {
    return this.#timers.size
  }

  async #due(end: Millis): Promise<Timer | undefined> {
    await settled()
    let first: Timer | undefined
    for (const timer of this.#timers) {
      if (timer.at <= end && (first === undefined || timer.at < first.at)) first = timer
    }
    return first
  }
}

/** Resolves once every microtask queued so far, and every one those queue, has run. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
