import type { RateService, UsageUnit } from '#generated/events.gen.ts'
import type { MicroInr } from '#runtime/core/money.ts'
import type { FxRate, Rate } from '#runtime/core/rate.ts'
import { rateFor } from './rate.ts'

/** Something that was used. */
export interface Usage {
  readonly service: RateService
  readonly provider: string
  readonly model: string | null
  readonly unit: UsageUnit
  readonly quantity: number
  readonly estimated: boolean
}

export interface CostLine extends Omit<Usage, 'quantity'> {
  /** Thousandths of the unit. */
  readonly quantityMilli: bigint
  /** Null where no rate was in force: the line is 0, and everybody who reads it is told. */
  readonly rate: Rate | null
  readonly microInr: MicroInr
}

export interface Cost {
  readonly lines: readonly CostLine[]
  readonly totalMicroInr: MicroInr
}

/** A line is at most a hundred million rupees, and ten thousand million units, whatever is reported. */
const MAX_LINE: MicroInr = 100_000_000_000_000n
const MAX_QUANTITY_MILLI = 9_999_999_999_000n
const MILLI = 1000n
const MICRO = 1_000_000n

/**
 * What usage costs at the rates in force at the instant `at` (SRS 9). One line for each service, provider, model and
 * unit, in the order of their first use. A line is quantity x price / per, for dollars times the exchange rate, all in
 * whole numbers and rounded once, half up, to the micro-rupee; the total is the sum of the lines.
 */
export function costOf(usage: readonly Usage[], rates: readonly Rate[], fx: FxRate, at: string): Cost {
  const lines = [...summed(usage)].map((used): CostLine => {
    const rate = rateFor(used, rates, at)
    return { ...used, rate, microInr: rate === null ? 0n : price(used.quantityMilli, rate, fx) }
  })
  return { lines, totalMicroInr: lines.reduce((sum, { microInr }) => sum + microInr, 0n) }
}

export function price(
  quantityMilli: bigint,
  rate: Pick<Rate, 'priceMicros' | 'per' | 'currency'>,
  fx: FxRate,
): MicroInr {
  const inRupees = rate.currency === 'INR'
  const amount = quantityMilli * BigInt(rate.priceMicros) * (inRupees ? 1n : BigInt(fx.usdMicroInr))
  const line = halfUp(amount, MILLI * BigInt(rate.per) * (inRupees ? 1n : MICRO))
  return line < MAX_LINE ? line : MAX_LINE
}

/** The nearest whole number to a quotient of two that are not negative. */
const halfUp = (amount: bigint, by: bigint): bigint => (2n * amount + by) / (2n * by)

function summed(usage: readonly Usage[]): Iterable<Omit<CostLine, 'rate' | 'microInr'>> {
  const lines = new Map<string, Omit<CostLine, 'rate' | 'microInr'>>()
  for (const { quantity, ...used } of usage) {
    const key = JSON.stringify([used.service, used.provider, used.model, used.unit])
    const milli = milliOf(quantity)
    const line = lines.get(key) ?? { ...used, estimated: false, quantityMilli: 0n }
    const sum = line.quantityMilli + (milli ?? 0n)
    const quantityMilli = sum < MAX_QUANTITY_MILLI ? sum : MAX_QUANTITY_MILLI
    lines.set(key, { ...line, quantityMilli, estimated: line.estimated || used.estimated || milli === null })
  }
  return lines.values()
}

/** Whole thousandths, or null for what is no quantity: it counts nothing, and the line is marked as estimated. */
function milliOf(quantity: number): bigint | null {
  return Number.isFinite(quantity) && quantity >= 0 ? BigInt(Math.round(quantity * 1000)) : null
}
