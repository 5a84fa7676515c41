import type { Millis } from './clock.ts'
import { gcra, type RateDecision, type RatePolicy } from './gcra.ts'

const MAX_KEYS = 50_000

/** Limits of many keys in memory. It is bounded: those that asked longest ago are forgotten first. */
export class RateTable {
  readonly #tats = new Map<string, Millis>()
  readonly #maxKeys: number

  constructor(maxKeys = MAX_KEYS) {
    this.#maxKeys = maxKeys
  }

  take(key: string, now: Millis, policy: RatePolicy): RateDecision {
    const { tat, decision } = gcra(this.#tats.get(key), now, policy)
    this.#tats.delete(key)
    this.#tats.set(key, tat)
    if (this.#tats.size > this.#maxKeys) this.#tats.delete(this.#tats.keys().next().value!)
    return decision
  }

  /** What `take` would say; takes nothing. */
  look(key: string, now: Millis, policy: RatePolicy): RateDecision {
    return gcra(this.#tats.get(key), now, policy).decision
  }
}
