import type { CallEvent } from '#generated/events.gen.ts'
import type { StoredEvent } from './session-store.ts'
import type { Ownership } from './store.ts'

export interface Subscription {
  stop(): void
}

/** What another process needs beside an event, to store it when its publisher dies before it has. */
export interface Unstored {
  readonly sealed: Buffer | null
  /** At which epoch of its call the publisher owns it. */
  readonly epoch: number
}

/**
 * Live events across processes (FR-D1, SRS 6.2). The database has the truth: what the bus loses is late, never gone.
 * Order holds within a session.
 *
 * The owner of a call alone writes its log: it publishes each event as soon as it happens, stores it in batches out of its own
 * memory, and says here how far it has come. So the bus is the second copy of what is not stored yet: when the owner
 * dies, whoever takes the call over takes these events over as well, and stores them before it goes on.
 */
export interface Bus {
  /**
   * Returns at once; never throws. At most a bounded number waits while the bus is away, then the oldest are dropped.
   * What is published without `unstored` is nobody's to store but its publisher's.
   */
  publish(event: CallEvent, unstored?: Unstored): void
  /** The session is stored up to `seq`: what comes before may be forgotten, and never what comes after. `all`: nothing does. */
  stored(sessionId: string, seq: number, all: boolean): void
  /**
   * Some of what the owner before `taker` published behind `after`, in order; none where nothing is left. They are the taker's until
   * it asks again behind them; when it dies before, they are the next taker's. Throws when the bus is away.
   */
  takeOver(sessionId: string, after: number, taker: Ownership): Promise<StoredEvent[]>
  /** The highest number of an event of the session that is kept; 0 where none is. Throws when the bus is away. */
  lastSeq(sessionId: string): Promise<number>
  /** Every event of the session with a higher `seq` than `after`, those that are still kept first, then live ones. */
  subscribe(sessionId: string, after: number, listener: (event: CallEvent) => void): Subscription
  /** Whether the bus answers. */
  ready(): Promise<boolean>
  close(): Promise<void>
}
