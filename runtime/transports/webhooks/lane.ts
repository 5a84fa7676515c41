import type { AnyWebhookPayload } from '#generated/webhooks.gen.ts'
import type { Millis } from '#runtime/core/clock.ts'
import type { KeptEndpoint, TakenDelivery } from '#runtime/ports/webhooks.ts'

/** A delivery that may be posted. */
export interface Ready {
  readonly delivery: TakenDelivery
  readonly endpoint: KeptEndpoint
  readonly payload: AnyWebhookPayload
  /** From then on somebody else may have it. */
  readonly leasedUntil: Millis
}

/** What a process holds for one endpoint: some under way, the others behind them. One that fails gets one at a time. */
export class Lane {
  readonly #widest: number
  readonly #queue: Ready[] = []
  #running = 0
  #unwritten = 0
  #width: number

  constructor(widest: number, failing: boolean) {
    this.#widest = widest
    this.#width = failing ? 1 : widest
  }

  get held(): number {
    return this.#running + this.#unwritten + this.#queue.length
  }

  get failing(): boolean {
    return this.#width === 1
  }

  /** Whether there is room for more. */
  get hungry(): boolean {
    return this.#queue.length < this.#width
  }

  add(ready: Ready): void {
    this.#queue.push(ready)
  }

  /** The next one that may begin; it counts as running from now on. */
  next(): Ready | null {
    if (this.#running >= this.#width) return null
    const ready = this.#queue.shift() ?? null
    if (ready !== null) this.#running += 1
    return ready
  }

  /** One has ended, and is to be written down. A success makes room for twice as many, a failure for one. */
  ended(good: boolean): void {
    this.#running -= 1
    this.#unwritten += 1
    this.#width = good ? Math.min(this.#widest, this.#width * 2) : 1
  }

  written(): void {
    this.#unwritten -= 1
  }

  /** One was not tried. */
  skipped(): void {
    this.#running -= 1
  }

  /** What has not begun is taken out of it. */
  clear(): Ready[] {
    return this.#queue.splice(0)
  }
}
