import type { KeyLimits } from '#generated/openapi.gen.ts'

/** What holds for a key that nobody gave other limits (FR-RL1). */
export const defaultLimits: KeyLimits = { restPerMinute: 60, socketsPerSecond: 3 }
/** What holds for the development key and for the operator's. */
export const noLimits: KeyLimits = { restPerMinute: null, socketsPerSecond: null }
