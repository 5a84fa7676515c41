import type { Caller } from '#runtime/core/operation.ts'
import { Problem } from '#runtime/core/problem.ts'
import type { WatchCredential } from '#runtime/transports/auth/credential-watch.ts'

/** Why the platform ends an answer that goes on. */
export type StreamEnd = 'credential_revoked' | 'going_away'

/** The place of one answer that goes on. */
export interface StreamSeat {
  /** Aborts, with a `StreamEnd` as its reason, when the answer must end. */
  readonly signal: AbortSignal
  leave(): void
}

/** Answers that go on: so many a key, each until its credential works no longer or the process drains (FR-RL1, NFR 4.2). */
export class StreamSeats {
  readonly #watch: WatchCredential
  readonly #mostPerKey: number
  readonly #taken = new Map<string, number>()
  readonly #open = new Set<AbortController>()
  #draining = false

  constructor(watch: WatchCredential, mostPerKey: number) {
    this.#watch = watch
    this.#mostPerKey = mostPerKey
  }

  /** Throws `quota_exceeded` or `going_away`. */
  enter(caller: Caller): StreamSeat {
    if (this.#draining) throw new Problem('going_away', 'The server is restarting. Ask again.', { retryAfterMs: 1_000 })
    const { keyId } = caller
    const taken = this.#taken.get(keyId) ?? 0
    if (taken >= this.#mostPerKey) {
      const detail = `This key has ${this.#mostPerKey} streams open. Close one, or wait until one ends.`
      throw new Problem('quota_exceeded', detail, { limit: 'concurrency' })
    }
    this.#taken.set(keyId, taken + 1)
    const ending = new AbortController()
    const end = (why: StreamEnd): void => ending.abort(why)
    this.#open.add(ending)
    const unwatch = this.#watch(caller, () => end('credential_revoked'))
    const leave = (): void => {
      if (!this.#open.delete(ending)) return
      unwatch()
      const left = (this.#taken.get(keyId) ?? 1) - 1
      if (left > 0) this.#taken.set(keyId, left)
      else this.#taken.delete(keyId)
    }
    return { signal: ending.signal, leave }
  }

  /** All end, and none begins. */
  drain(): void {
    this.#draining = true
    for (const ending of this.#open) ending.abort('going_away' satisfies StreamEnd)
  }
}
