import { type ELDHistogram, monitorEventLoopDelay } from 'node:perf_hooks'
import type { Clock, Millis } from '#runtime/core/clock.ts'

/** How often the loop's lateness is measured, and over how long it is told. */
const RESOLUTION_MS: Millis = 20
const WINDOW_MS: Millis = 10_000

export interface Lateness {
  readonly p50: Millis
  readonly p99: Millis
  readonly max: Millis
}

/** How late the event loop comes to its timers, over the last one to two windows of 10 s. */
export class EventLoop {
  readonly #histogram: ELDHistogram
  readonly #stopped = new AbortController()
  #before: Lateness = { p50: 0, p99: 0, max: 0 }

  constructor(clock: Clock) {
    this.#histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
    this.#histogram.enable()
    void this.#turnOver(clock)
  }

  get lateness(): Lateness {
    const now = read(this.#histogram)
    return {
      p50: Math.max(now.p50, this.#before.p50),
      p99: Math.max(now.p99, this.#before.p99),
      max: Math.max(now.max, this.#before.max),
    }
  }

  stop(): void {
    this.#stopped.abort()
    this.#histogram.disable()
  }

  async #turnOver(clock: Clock): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      await clock.sleep(WINDOW_MS, this.#stopped.signal).catch(() => {})
      this.#before = read(this.#histogram)
      this.#histogram.reset()
    }
  }
}

/** The histogram's nanoseconds include the timer's own interval. */
function read(histogram: ELDHistogram): Lateness {
  const late = (nanos: number): Millis =>
    histogram.count === 0 ? 0 : Math.max(0, Math.round(nanos / 1e5) / 10 - RESOLUTION_MS)
  return { p50: late(histogram.percentile(50)), p99: late(histogram.percentile(99)), max: late(histogram.max) }
}
