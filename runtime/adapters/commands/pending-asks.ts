import type { Clock, Millis } from '#runtime/core/clock.ts'

/** Questions that wait for their answers, by number. */
export class PendingAsks {
  readonly #clock: Clock
  readonly #waiting = new Map<number, (answer: Buffer | 'unreachable') => void>()
  #count = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** `send` is given the question's number; what it rejects with, or no answer within `ms`, is `unreachable`. */
  ask(ms: Millis, send: (id: number) => Promise<unknown>): Promise<Buffer | 'unreachable'> {
    const id = ++this.#count
    const { promise, resolve } = Promise.withResolvers<Buffer | 'unreachable'>()
    const cancel = this.#clock.wakeAt(this.#clock.now() + ms, () => this.answered(id, 'unreachable'))
    this.#waiting.set(id, (answer) => {
      cancel()
      resolve(answer)
    })
    send(id).catch(() => this.answered(id, 'unreachable'))
    return promise
  }

  /** An answer that nobody waits for any more is forgotten. */
  answered(id: number, answer: Buffer | 'unreachable'): void {
    this.#waiting.get(id)?.(answer)
    this.#waiting.delete(id)
  }

  close(): void {
    for (const id of [...this.#waiting.keys()]) this.answered(id, 'unreachable')
  }
}
