import type { KeptLine } from '#runtime/core/kept-line.ts'
import type { FxRate, Rate } from '#runtime/core/rate.ts'
import type { CostStore, FinishingStore, RateStore } from '#runtime/ports/store.ts'
import type { MemoryCalls } from './memory-store.ts'

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

/** Calls that wait to be finished; a claim lasts until `forget`. */
export class MemoryFinishing implements FinishingStore {
  readonly finishedCalls: string[] = []
  readonly #calls: MemoryCalls
  readonly #claimed = new Set<string>()

  constructor(calls: MemoryCalls) {
    this.#calls = calls
  }

  /** The claims have lapsed. */
  forget(): void {
    this.#claimed.clear()
  }

  async waiting(limit: number): Promise<{ tenantId: string; callId: string }[]> {
    const ended = this.#calls.all().filter(({ call }) => call.status === 'ended' && this.#free(call.id))
    return ended.slice(0, limit).map(({ tenantId, call }) => ({ tenantId, callId: call.id }))
  }

  async claim(_tenant: string, callId: string): Promise<boolean> {
    if (!this.#free(callId) || !this.#calls.all().some(({ call }) => call.id === callId && call.status === 'ended')) {
      return false
    }
    this.#claimed.add(callId)
    return true
  }

  async finished(_tenant: string, callId: string): Promise<void> {
    this.finishedCalls.push(callId)
  }

  async isFinished(_tenant: string, callId: string): Promise<boolean> {
    return this.finishedCalls.includes(callId)
  }

  #free(callId: string): boolean {
    return !this.#claimed.has(callId) && !this.finishedCalls.includes(callId)
  }
}
