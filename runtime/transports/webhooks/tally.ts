import type { EndpointTally, SettledTry } from '#runtime/ports/webhooks.ts'

/** What tries of several endpoints, in their order, came to for each. */
export function tallyOf(tries: readonly SettledTry[]): EndpointTally[] {
  const tallies = new Map<string, EndpointTally>()
  for (const { delivery, at, failure } of tries) {
    const { endpointId } = delivery
    const { lastSuccessAt = null, failures = 0 } = tallies.get(endpointId) ?? {}
    const next = failure === null ? { lastSuccessAt: at, failures: 0 } : { lastSuccessAt, failures: failures + 1 }
    tallies.set(endpointId, { endpointId, ...next })
  }
  return [...tallies.values()].sort((a, b) => (a.endpointId < b.endpointId ? -1 : 1))
}
