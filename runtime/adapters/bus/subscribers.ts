import type { CallEvent } from '#generated/events.gen.ts'

/** Who hears a session, and how far each has come. */
export interface Subscriber {
  /** The last `seq` that it was told, or asked to begin after. */
  after: number
  readonly listener: (event: CallEvent) => void
}

/** Tells a subscriber an event that is new to it. A listener that throws harms nobody else. */
export function tell(subscriber: Subscriber, event: CallEvent): void {
  if (event.seq <= subscriber.after) return
  subscriber.after = event.seq
  try {
    subscriber.listener(event)
  } catch {
    // Its own affair: the bus has no one to tell.
  }
}
