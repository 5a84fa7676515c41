import type { Millis } from '#runtime/core/clock.ts'

/** What a log has that is not stored yet. */
export interface Unstored {
  readonly waiting: number
  /** When the oldest of it happened; null when there is none. */
  readonly oldestAt: Millis | null
}

/**
 * All logs of the process, and how far the database is behind them. Nothing of them is ever dropped, so they are bounded by what makes
 * them: from half of `maxBytes` on no call may begin, and at the whole those that are live are ended.
 */
export class LogBacklog {
  readonly maxBytes: number
  readonly #logs = new Set<Unstored>()
  #bytes = 0
  #isFull = false
  #onFull = (): void => {}

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes
  }

  /** What all logs together hold, about. */
  get bytes(): number {
    return this.#bytes
  }

  /** Calls that began now would not come to their end. */
  get takesCalls(): boolean {
    return this.#bytes < this.maxBytes / 2
  }

  /** Whom to tell, each time that the bound is reached; not by whoever appends. */
  onFull(listener: () => void): void {
    this.#onFull = listener
  }

  /** The log has so much more that is not stored. */
  holds(log: Unstored, bytes: number): void {
    this.#logs.add(log)
    this.#bytes += bytes
    if (this.#isFull || this.#bytes < this.maxBytes) return
    this.#isFull = true
    queueMicrotask(this.#onFull)
  }

  /** So much of it is stored, or will never be. */
  isRid(log: Unstored, bytes: number): void {
    if (log.waiting === 0) this.#logs.delete(log)
    this.#bytes -= bytes
    if (this.takesCalls) this.#isFull = false
  }

  look(now: Millis): { readonly events: number; readonly oldestMs: Millis } {
    let events = 0
    let oldestAt = now
    for (const log of this.#logs) {
      events += log.waiting
      oldestAt = Math.min(oldestAt, log.oldestAt ?? now)
    }
    return { events, oldestMs: now - oldestAt }
  }
}
