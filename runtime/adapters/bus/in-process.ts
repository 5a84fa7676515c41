import type { CallEvent } from '#generated/events.gen.ts'
import type { Clock, Millis } from '#runtime/core/clock.ts'
import type { Bus, Subscription, Unstored } from '#runtime/ports/bus.ts'
import type { StoredEvent } from '#runtime/ports/session-store.ts'
import type { Ownership } from '#runtime/ports/store.ts'
import { type Subscriber, tell } from './subscribers.ts'

const KEPT_EVENTS = 10_000
/** Of all sessions; those that were written longest ago are forgotten first. */
const KEPT_IN_ALL = 100_000
/** Longer than a log takes to be stored: who reads the log first and then subscribes misses nothing. */
const KEPT_MS: Millis = 5_000

interface Published {
  readonly event: CallEvent
  readonly unstored: Unstored | undefined
}

interface Session {
  events: Published[]
  lastSeq: number
  /** Up to where somebody has taken over. */
  taken: number
  writtenAt: Millis
  /** Since when it stands where it stands in their order. */
  placedAt: Millis
  readonly subscribers: Set<Subscriber>
}

/**
 * The bus of a single process. As in Redis, a session keeps its last 10,000 events, and an event that is not newer than
 * the last is dropped. They lie in the memory of the calls themselves, so a session that was silent for five to ten
 * seconds is forgotten. Listeners run after the publisher has gone on.
 */
export class InProcessBus implements Bus {
  readonly #clock: Pick<Clock, 'now'>
  /** Those that were written long ago stand first: one that was written since is put back when it is looked at. */
  readonly #sessions = new Map<string, Session>()
  #kept = 0
  #closed = false

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock
  }

  /** Events that are held, of all sessions. */
  get kept(): number {
    return this.#kept
  }

  publish(event: CallEvent, unstored?: Unstored): void {
    if (this.#closed) return
    this.#forgetOld()
    const session = this.#session(event.session_id)
    session.writtenAt = this.#clock.now()
    if (event.seq <= session.lastSeq) return
    session.lastSeq = event.seq
    session.events.push({ event, unstored })
    this.#kept += 1
    if (session.events.length >= 2 * KEPT_EVENTS) this.#keep(session, session.events.slice(-KEPT_EVENTS))
    for (const subscriber of session.subscribers) queueMicrotask(() => catchUp(session, subscriber))
  }

  /** What is kept goes by itself: the calls of this process still hold what they have not stored. */
  stored(): void {}

  async takeOver(sessionId: string, after: number, { epoch }: Ownership): Promise<StoredEvent[]> {
    const session = this.#session(sessionId)
    const published = session.events.flatMap(({ unstored }) => unstored?.epoch ?? [])
    // A taker that died before it asked has published nothing: then the last owner who did is the one before it.
    const last = Math.min(epoch - 1, Math.max(1, ...published))
    const left = session.events.flatMap(({ event, unstored }) =>
      event.seq > after && unstored && (event.seq <= session.taken || unstored.epoch >= last)
        ? [{ event, sealed: unstored.sealed }]
        : [],
    )
    session.taken = left.at(-1)?.event.seq ?? session.taken
    return left
  }

  async lastSeq(sessionId: string): Promise<number> {
    return this.#sessions.get(sessionId)?.lastSeq ?? 0
  }

  subscribe(sessionId: string, after: number, listener: (event: CallEvent) => void): Subscription {
    const session = this.#session(sessionId)
    const subscriber: Subscriber = { after, listener }
    session.subscribers.add(subscriber)
    queueMicrotask(() => catchUp(session, subscriber))
    return { stop: () => session.subscribers.delete(subscriber) }
  }

  async ready(): Promise<boolean> {
    return !this.#closed
  }

  async close(): Promise<void> {
    this.#closed = true
    for (const session of this.#sessions.values()) session.subscribers.clear()
    this.#sessions.clear()
  }

  #session(id: string): Session {
    const known = this.#sessions.get(id)
    if (known !== undefined) return known
    const now = this.#clock.now()
    const session = {
      events: [],
      lastSeq: 0,
      taken: 0,
      writtenAt: now,
      placedAt: now,
      subscribers: new Set<Subscriber>(),
    }
    this.#sessions.set(id, session)
    return session
  }

  #putLast(id: string, session: Session): void {
    session.placedAt = this.#clock.now()
    this.#sessions.delete(id)
    this.#sessions.set(id, session)
  }

  #keep(session: Session, events: Published[]): void {
    this.#kept -= session.events.length - events.length
    session.events = events
  }

  #forgetOld(): void {
    const now = this.#clock.now()
    for (const [id, session] of this.#sessions) {
      const isFull = this.#kept >= KEPT_IN_ALL
      if (now - session.placedAt < KEPT_MS && !isFull) return
      const isOld = now - session.writtenAt >= KEPT_MS
      if (isOld || isFull) this.#keep(session, [])
      if (isOld && session.subscribers.size === 0) this.#sessions.delete(id)
      else this.#putLast(id, session)
    }
  }
}

function catchUp(session: Session, subscriber: Subscriber): void {
  if (!session.subscribers.has(subscriber)) return
  const told = session.events.findLastIndex(({ event }) => event.seq <= subscriber.after)
  for (const { event } of session.events.slice(told + 1)) {
    if (!session.subscribers.has(subscriber)) return
    tell(subscriber, event)
  }
}
