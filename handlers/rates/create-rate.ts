import type { RateCreate } from '#generated/openapi.gen.ts'
import { tooMany } from '#handlers/caps.ts'
import type { Handler } from '#handlers/handler.ts'
import { isShownInstant } from '#handlers/instants.ts'
import { micros } from '#runtime/core/money.ts'
import { Problem } from '#runtime/core/problem.ts'
import { wireRate } from './wire-rate.ts'

/** What each service counts. */
const units: Readonly<Record<RateCreate['service'], readonly RateCreate['unit'][]>> = {
  asr: ['seconds'],
  llm: ['tokens_in', 'tokens_out'],
  tts: ['characters'],
  transport: ['seconds'],
  platform: ['seconds'],
}

export const createRate: Handler<'createRate'> = async ({ body, caller }, { store, clock, ids, caps }) => {
  refuseUnusable(body)
  const createdAt = new Date(clock.now()).toISOString()
  const { model = null, effectiveFrom = createdAt, price, ...given } = body
  const from = new Date(effectiveFrom).toISOString()
  const made = { id: ids.next('rate'), owner: 'tenant', createdAt } as const
  const rate = { ...given, ...made, model, priceMicros: micros(price), effectiveFrom: from }
  if ((await store.rates.add(caller.tenantId, rate, caps.rates)) === 'too_many') throw tooMany('rates', caps)
  return { status: 201, body: wireRate(rate) }
}

/** What the schema cannot say: a rate that no usage would ever find, or a price that would be changed. */
function refuseUnusable({ service, unit, price, effectiveFrom }: RateCreate): void {
  const refuse = (detail: string, pointer: string, message: string, keyword: string): never => {
    throw new Problem('bad_request', detail, { errors: [{ pointer, message, keyword }] })
  }
  if (!units[service].includes(unit)) {
    refuse(`Usage of "${service}" is counted in ${units[service].join(' and ')}.`, '/unit', 'is no unit of it', 'enum')
  }
  if (micros(price) / 1_000_000 !== price) {
    refuse(
      'Give the price with at most six decimals; raise "per" for smaller ones.',
      '/price',
      'is too fine',
      'multipleOf',
    )
  }
  if (effectiveFrom !== undefined && !isShownInstant(effectiveFrom)) {
    refuse('"effectiveFrom" is an instant that no clock shows.', '/effectiveFrom', 'is no instant of ours', 'format')
  }
}
