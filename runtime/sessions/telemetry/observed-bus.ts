import type { CallEvent } from '#generated/events.gen.ts'
import { guard } from '#runtime/core/guarded.ts'
import type { Bus } from '#runtime/ports/bus.ts'

/** Told of every event that the logs of this process take, in their order. It must be quick, and may not keep the event. */
export type LogObserver = (event: CallEvent) => void

/** The bus, whose publishers are observed: metrics and traces are projections of the log (rule 5). */
export function observedBus(bus: Bus, observers: readonly LogObserver[], onFault: (error: unknown) => void): Bus {
  return {
    publish(event, unstored) {
      bus.publish(event, unstored)
      for (const observe of observers) guard(() => observe(event), onFault)
    },
    stored: (sessionId, seq, all) => bus.stored(sessionId, seq, all),
    takeOver: (sessionId, after, taker) => bus.takeOver(sessionId, after, taker),
    lastSeq: (sessionId) => bus.lastSeq(sessionId),
    subscribe: (sessionId, after, listener) => bus.subscribe(sessionId, after, listener),
    ready: () => bus.ready(),
    close: () => bus.close(),
  }
}
