import type { Rate } from '#runtime/core/rate.ts'

/** What a rate is looked up by. */
export type Priced = Pick<Rate, 'service' | 'provider' | 'model' | 'unit'>

/**
 * The rate in force at the instant `at`, or null: the tenant's own before the default, one for the model before one for
 * every model, then the newest, and of two that begin at once the one that was made last.
 */
export function rateFor(used: Priced, rates: readonly Rate[], at: string): Rate | null {
  let best: Rate | null = null
  for (const rate of rates) {
    if (fits(rate, used) && Date.parse(rate.effectiveFrom) <= Date.parse(at) && (best === null || before(rate, best))) {
      best = rate
    }
  }
  return best
}

const fits = (rate: Rate, used: Priced): boolean =>
  rate.service === used.service &&
  rate.provider === used.provider &&
  rate.unit === used.unit &&
  (rate.model === null || rate.model === used.model)

function before(one: Rate, other: Rate): boolean {
  if (one.owner !== other.owner) return one.owner === 'tenant'
  if ((one.model === null) !== (other.model === null)) return one.model !== null
  const later = Date.parse(one.effectiveFrom) - Date.parse(other.effectiveFrom)
  return later === 0 ? one.id > other.id : later > 0
}
