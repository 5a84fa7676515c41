import type { CallEvent } from '#generated/events.gen.ts'

export interface Subscription {
  stop(): void
}

/**
 * Live events across processes (FR-D1, SRS 6.2). The database has the truth: what the bus loses is late, never gone.
 * Order holds within a session.
 */
export interface Bus {
  /** Returns at once; never throws. At most a bounded number waits while the bus is away, then the oldest are dropped. */
  publish(event: CallEvent): void
  /** Every event of the session with a higher `seq` than `after`, those that are still kept first, then live ones. */
  subscribe(sessionId: string, after: number, listener: (event: CallEvent) => void): Subscription
  /** Whether the bus answers. */
  ready(): Promise<boolean>
  close(): Promise<void>
}
