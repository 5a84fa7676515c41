import { type EventNames, eventNames } from '#generated/names.gen.ts'
import type { Millis } from '#runtime/core/clock.ts'
import type { LoggedEvent } from '#runtime/domain/projections/event-text.ts'

/** Events that are kept at least; twice as many at most. */
const KEPT = 512

/** The last events of a call that its socket shows: what a caller who comes back has missed. */
export class RecentEvents {
  #events: LoggedEvent[] = []
  #goneSeq = 0
  #lastSeq = 0
  #answeredAt: Millis = 0

  /** The number of the last event, shown or not. */
  get lastSeq(): number {
    return this.#lastSeq
  }

  /** The number of the last shown event that is no longer here; 0 when all are. */
  get goneSeq(): number {
    return this.#goneSeq
  }

  /** When the call was answered; its socket's times count from then. */
  get answeredAt(): Millis {
    return this.#answeredAt
  }

  add(logged: LoggedEvent): void {
    const { seq, ts, event_type } = logged.event
    this.#lastSeq = seq
    if (event_type === 'call.answered') this.#answeredAt = Date.parse(ts)
    const names: EventNames = eventNames[event_type]
    if (names.socket === undefined) return
    this.#events.push(logged)
    if (this.#events.length < 2 * KEPT) return
    this.#goneSeq = this.#events[KEPT - 1]!.event.seq
    this.#events = this.#events.slice(KEPT)
  }

  /** Those with a higher number than `seq`, in order; `goneSeq` is not above it. */
  after(seq: number): LoggedEvent[] {
    return this.#events.filter(({ event }) => event.seq > seq)
  }
}
