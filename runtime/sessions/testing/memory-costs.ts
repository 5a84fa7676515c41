import type { KeptLine } from '#runtime/core/kept-line.ts'
import type { FxRate, Rate } from '#runtime/core/rate.ts'
import type { CostStore, RateStore } from '#runtime/ports/store.ts'

const START = '2025-01-01T00:00:00.000Z'
const nobody = (): never => {
  throw new Error('a session has no business here')
}

/** A dollar is 87 rupees; one second, character or token of anything scripted costs a rupee. */
export const memoryFx: FxRate = { usdMicroInr: 87_000_000, effectiveFrom: START, source: 'a test' }
export const memoryRates: readonly Rate[] = (
  [
    ['asr', 'seconds'],
    ['tts', 'characters'],
    ['llm', 'tokens_in'],
    ['llm', 'tokens_out'],
  ] as const
).map(([service, unit], i) => ({
  ...{ id: `rate_${i}`, owner: 'platform', service, provider: 'scripted', model: null, unit, per: 1 },
  ...{ priceMicros: 1_000_000, currency: 'INR', effectiveFrom: START, source: 'a test', createdAt: START },
}))

export function memoryCosts(): { costs: CostStore; rates: RateStore } {
  const kept = new Map<string, KeptLine[]>()
  return {
    costs: {
      keep: async (_tenant, callId, { lines }) => void (kept.has(callId) || kept.set(callId, [...lines])),
      ofCall: async (_tenant, callId) => kept.get(callId) ?? null,
      byDay: nobody,
    },
    rates: {
      add: nobody,
      list: nobody,
      noteFx: nobody,
      inForce: async () => [...memoryRates],
      fx: async () => memoryFx,
    },
  }
}
