import type { RateDecision, RatePolicy } from '#runtime/core/gcra.ts'

/** Counts what keys ask for (FR-RL1), over every process that shares it. */
export interface Limiter {
  /** Takes one of the key's limit, or says when there is one again. It never fails and answers soon. */
  take(key: string, policy: RatePolicy): Promise<RateDecision>
  close(): Promise<void>
}
