import { LONGEST_TIMER_MS } from './sleep.ts'

/** Says when nothing has come for too long; it counts only while something is waited for. */
export class Silence {
  readonly #over = new AbortController()
  #timer: NodeJS.Timeout | null = null

  /** Aborted when it has been silent for too long. */
  get signal(): AbortSignal {
    return this.#over.signal
  }

  /** From now on something must come within so many milliseconds, again and again. */
  expectWithin(ms: number): void {
    this.rest()
    this.#timer = setTimeout(() => this.#over.abort(), Math.min(ms, LONGEST_TIMER_MS))
  }

  /** Something has come. */
  heard(): void {
    this.#timer?.refresh()
  }

  /** Nothing is waited for. */
  rest(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }
}
