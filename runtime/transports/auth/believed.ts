import type { Clock, Millis } from '#runtime/core/clock.ts'
import { Problem } from '#runtime/core/problem.ts'

/** How long an answer of the database is believed: what was disabled works for no longer. */
const BELIEVED_MS: Millis = 2_000
const MAX_KNOWN = 10_000
const MAX_UNKNOWN = 10_000
/** Names that nobody knew before are asked for by so many at once; so many more wait. */
const ASKING = 4
const WAITING = 1_000

interface Belief<T> {
  readonly value: T
  readonly until: Millis
}

/**
 * Answers of the database that are believed for a moment. Names that mean nothing cannot crowd out those that do: they
 * are remembered apart, and however many are tried, only a few ask the database at once.
 */
export class Believed<T> {
  readonly #clock: Clock
  readonly #known = new Map<string, Belief<T>>()
  readonly #unknown = new Map<string, Belief<null>>()
  readonly #asked = new Map<string, Promise<T | null>>()
  readonly #queue: (() => void)[] = []
  #asking = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** The answer to `name`; `ask` is called when none is believed any more. Who asks for one name at once asks once. */
  async get(name: string, ask: () => Promise<T | null>): Promise<T | null> {
    const belief = this.#known.get(name) ?? this.#unknown.get(name)
    if (belief !== undefined && belief.until > this.#clock.now()) return belief.value
    const asked = this.#asked.get(name) ?? this.#ask(name, ask)
    return asked
  }

  #ask(name: string, ask: () => Promise<T | null>): Promise<T | null> {
    const answer = (this.#known.has(name) ? ask() : this.#inTurn(ask)).then((value) => this.#learn(name, value))
    this.#asked.set(name, answer)
    const forget = (): void => void this.#asked.delete(name)
    answer.then(forget, forget)
    return answer
  }

  #learn(name: string, value: T | null): T | null {
    const until = this.#clock.now() + BELIEVED_MS
    this.#known.delete(name)
    this.#unknown.delete(name)
    if (value === null) remember(this.#unknown, MAX_UNKNOWN, name, { value, until })
    else remember(this.#known, MAX_KNOWN, name, { value, until })
    return value
  }

  async #inTurn(ask: () => Promise<T | null>): Promise<T | null> {
    if (this.#asking >= ASKING) {
      if (this.#queue.length >= WAITING)
        throw new Problem('quota_exceeded', 'Too many unknown keys are being tried. Try again in a moment.')
      await new Promise<void>((resolve) => this.#queue.push(resolve))
    } else this.#asking += 1
    try {
      return await ask()
    } finally {
      const next = this.#queue.shift()
      if (next) next()
      else this.#asking -= 1
    }
  }
}

/** The oldest goes when there is no room. */
function remember<T>(beliefs: Map<string, Belief<T>>, most: number, name: string, belief: Belief<T>): void {
  if (beliefs.size >= most) beliefs.delete(beliefs.keys().next().value!)
  beliefs.set(name, belief)
}
