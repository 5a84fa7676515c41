import type { Clock, Millis } from '#runtime/core/clock.ts'
import { guard } from '#runtime/core/guarded.ts'

/** The alarms of one call: none rings after its end, and what breaks in one is the call's fault. */
export class Alarms {
  readonly #clock: Clock
  readonly #onFault: (error: unknown) => void
  readonly #armed = new Set<() => void>()
  #closed = false

  constructor(clock: Clock, onFault: (error: unknown) => void) {
    this.#clock = clock
    this.#onFault = onFault
  }

  now(): Millis {
    return this.#clock.now()
  }

  /** The answer disarms it. */
  wakeAt(at: Millis, ring: () => void): () => void {
    if (this.#closed) return () => {}
    const disarm = this.#clock.wakeAt(at, () => {
      this.#armed.delete(disarm)
      guard(ring, this.#onFault)
    })
    this.#armed.add(disarm)
    return () => {
      this.#armed.delete(disarm)
      disarm()
    }
  }

  close(): void {
    this.#closed = true
    for (const disarm of this.#armed) disarm()
    this.#armed.clear()
  }
}
