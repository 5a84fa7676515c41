import type { CallEvent } from '#generated/events.gen.ts'
import type { Bus } from '#runtime/ports/bus.ts'

/** A bus that keeps what was published. */
export function recordingBus(): Bus & { readonly published: readonly CallEvent[] } {
  const published: CallEvent[] = []
  return {
    published,
    publish: (event) => void published.push(structuredClone(event)),
    subscribe: () => ({ stop: () => {} }),
    ready: async () => true,
    close: async () => {},
  }
}
