import type { CallEvent, EventData } from '#generated/events.gen.ts'
import type { FxRate } from '#runtime/core/rate.ts'
import type { Cost, Usage } from './cost.ts'

/** Who carries a call that comes from a browser. */
export const browserTransport = 'browser'
/** Who asks the platform's own fee, by the length of the call. */
const platformProvider = 'invorto'

/** What a call used, from its log alone. */
export function loggedUsage(events: readonly CallEvent[]): Usage[] {
  return events.flatMap((event): Usage[] => {
    if (event.event_type === 'call.ended') {
      const quantity = event.data.duration_ms / 1000
      const fee = { service: 'platform', provider: platformProvider, model: null, unit: 'seconds' } as const
      return [{ ...fee, quantity, estimated: false }]
    }
    if (event.event_type !== 'usage.recorded') return []
    const { service, unit, quantity, estimated } = event.data
    const { name = 'unknown', model = null } = event.provider ?? {}
    return [{ service, provider: name, model, unit, quantity, estimated }]
  })
}

/** What `cost.computed` says: the lines with the rates and the exchange rate that they were made with. */
export function costRecord({ lines, totalMicroInr }: Cost, fx: FxRate): EventData['cost.computed'] {
  return {
    total_micro_inr: Number(totalMicroInr),
    fx: { usd_micro_inr: fx.usdMicroInr, effective_from: fx.effectiveFrom, source: fx.source },
    lines: lines.map(({ service, provider, model, unit, quantityMilli, estimated, rate, microInr }) => ({
      service,
      provider,
      model,
      unit,
      quantity: Number(quantityMilli) / 1000,
      estimated,
      rate: rate && {
        id: rate.id,
        owner: rate.owner,
        price_micros: rate.priceMicros,
        per: rate.per,
        currency: rate.currency,
        effective_from: rate.effectiveFrom,
        source: rate.source,
      },
      micro_inr: Number(microInr),
    })),
  }
}
