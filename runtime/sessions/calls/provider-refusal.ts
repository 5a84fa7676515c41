import { Problem } from '#runtime/core/problem.ts'
import type { ProviderPorts } from '#runtime/pipeline/steady/steady-providers.ts'

/** A provider that fails again and again is not asked: the caller is told at once (SRS 4.3). Throws `Problem`. */
export function refuseWithoutProviders(circuits: ProviderPorts['circuits']): void {
  for (const [service, { waitMs }] of Object.entries(circuits)) {
    if (waitMs === null) continue
    const wait = `Try again in ${Math.ceil(waitMs / 1000)} s.`
    throw new Problem('provider_unavailable', `${service.toUpperCase()}: it failed too often. ${wait}`)
  }
}
