import type { Currency, RateOwner, RateService, UsageUnit } from '#generated/events.gen.ts'

/** A dated price: `priceMicros` millionths of the currency for `per` units. */
export interface Rate {
  readonly id: string
  readonly owner: RateOwner
  readonly service: RateService
  readonly provider: string
  /** Null: every model of the provider. */
  readonly model: string | null
  readonly unit: UsageUnit
  readonly per: number
  readonly priceMicros: number
  readonly currency: Currency
  readonly effectiveFrom: string
  readonly source: string
  readonly createdAt: string
}

/** Micro-rupees for a US dollar, since when, and who says so. */
export interface FxRate {
  readonly usdMicroInr: number
  readonly effectiveFrom: string
  readonly source: string
}
