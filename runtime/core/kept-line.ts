import type { UsageUnit } from '#generated/events.gen.ts'
import type { CostLine } from '#generated/openapi.gen.ts'

/** A line of a finished call's cost, as it is kept (SRS 6.1.1). */
export interface KeptLine {
  readonly type: CostLine['type']
  readonly provider: string
  readonly model: string | null
  readonly unit: UsageUnit
  readonly quantityMilli: bigint
  readonly estimated: boolean
  readonly priced: boolean
  readonly microInr: bigint
}
