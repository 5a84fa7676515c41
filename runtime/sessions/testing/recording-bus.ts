import type { CallEvent } from '#generated/events.gen.ts'
import type { Bus } from '#runtime/ports/bus.ts'
import type { StoredEvent } from '#runtime/ports/session-store.ts'

/** A bus that keeps what was published, and on which an owner that died left `left`. */
export function recordingBus(left: readonly StoredEvent[] = []): Bus & { readonly published: readonly CallEvent[] } {
  const published: CallEvent[] = []
  return {
    published,
    publish: (event) => void published.push(structuredClone(event)),
    stored: () => {},
    takeOver: async (_session, after) => left.filter(({ event }) => event.seq > after),
    lastSeq: async () => left.at(-1)?.event.seq ?? 0,
    subscribe: () => ({ stop: () => {} }),
    ready: async () => true,
    close: async () => {},
  }
}
