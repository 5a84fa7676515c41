import type { Rate as WireRate } from '#generated/openapi.gen.ts'
import type { Rate } from '#runtime/core/rate.ts'

export const wireRate = ({ priceMicros, ...rate }: Rate): WireRate => ({ ...rate, price: priceMicros / 1_000_000 })
