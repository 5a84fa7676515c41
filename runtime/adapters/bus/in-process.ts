import type { CallEvent } from '#generated/events.gen.ts'
import type { Clock, Millis } from '#runtime/core/clock.ts'
import type { Bus } from '#runtime/ports/bus.ts'
import { type Subscriber, tell } from './subscribers.ts'

const KEPT_EVENTS = 10_000
const KEPT_MS: Millis = 7_200_000

interface Session {
  events: CallEvent[]
  lastSeq: number
  writtenAt: Millis
  readonly subscribers: Set<Subscriber>
}

/**
 * The bus of a single process. As in Redis, a session keeps its last 10,000 events for two hours after the last one,
 * and an event that is not newer than the last is dropped. Listeners run after the publisher has gone on.
 */
export function inProcessBus(clock: Pick<Clock, 'now'>): Bus {
  const sessions = new Map<string, Session>()
  let closed = false

  /** Sessions stand in the order of their last writing, so the forgotten ones stand first. */
  const forgetOld = (): void => {
    for (const [id, session] of sessions) {
      if (clock.now() - session.writtenAt < KEPT_MS) return
      session.events = []
      if (session.subscribers.size === 0) sessions.delete(id)
      else renew(id, session)
    }
  }
  const renew = (id: string, session: Session): void => {
    session.writtenAt = clock.now()
    sessions.delete(id)
    sessions.set(id, session)
  }
  const sessionOf = (id: string): Session => {
    const session = sessions.get(id) ?? { events: [], lastSeq: 0, writtenAt: clock.now(), subscribers: new Set() }
    sessions.set(id, session)
    return session
  }
  const catchUp = (session: Session, subscriber: Subscriber): void => {
    if (!session.subscribers.has(subscriber)) return
    const told = session.events.findLastIndex((event) => event.seq <= subscriber.after)
    for (const event of session.events.slice(told + 1)) {
      if (!session.subscribers.has(subscriber)) return
      tell(subscriber, event)
    }
  }

  return {
    publish(event) {
      if (closed) return
      forgetOld()
      const session = sessionOf(event.session_id)
      renew(event.session_id, session)
      if (event.seq <= session.lastSeq) return
      session.lastSeq = event.seq
      session.events.push(event)
      if (session.events.length >= 2 * KEPT_EVENTS) session.events = session.events.slice(-KEPT_EVENTS)
      for (const subscriber of session.subscribers) queueMicrotask(() => catchUp(session, subscriber))
    },

    subscribe(sessionId, after, listener) {
      const session = sessionOf(sessionId)
      const subscriber: Subscriber = { after, listener }
      session.subscribers.add(subscriber)
      queueMicrotask(() => catchUp(session, subscriber))
      return { stop: () => session.subscribers.delete(subscriber) }
    },

    ready: async () => !closed,

    async close() {
      closed = true
      for (const session of sessions.values()) session.subscribers.clear()
      sessions.clear()
    },
  }
}
