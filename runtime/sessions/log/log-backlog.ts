import type { Millis } from '#runtime/core/clock.ts'

/** What a log has that is not stored yet. */
export interface Unstored {
  readonly waiting: number
  /** When the oldest of it happened; null when there is none. */
  readonly oldestAt: Millis | null
}

/** All logs of the process, and how far the database is behind them. */
export class LogBacklog {
  readonly #logs = new Set<Unstored>()

  /** The log has something that is not stored. */
  holds(log: Unstored): void {
    this.#logs.add(log)
  }

  /** All of it is stored, or will never be. */
  isClear(log: Unstored): void {
    this.#logs.delete(log)
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
