import type { ProviderFailure } from '#generated/events.gen.ts'
import type { Millis } from '#runtime/core/clock.ts'

export interface RetryPolicy {
  /** Tries in all, the first one included. */
  readonly tries: number
  /** The wait before the second try; each further one is twice as long… */
  readonly firstMs: Millis
  /** …but no longer than this. */
  readonly longestMs: Millis
  /** A provider that wants to be left alone for longer is not tried again. */
  readonly patienceMs: Millis
}

/** What is wrong with the request or its credential is as wrong the next time. */
export const isFinal = ({ failure }: Pick<Failed, 'failure'>): boolean =>
  failure === 'unauthorized' || failure === 'rejected'

export interface Failed {
  readonly failure: ProviderFailure
  readonly retryAfterMs: Millis | undefined
}

/**
 * How long to wait before the try after number `attempt`, or null for no more tries. `share` (0 to 1) spreads the waits
 * of calls that failed together: from half the backoff to all of it. A provider's own `retry-after` is never cut short.
 */
export function backoffMs(failed: Failed, attempt: number, share: number, policy: RetryPolicy): Millis | null {
  const { retryAfterMs } = failed
  if (attempt >= policy.tries || isFinal(failed)) return null
  const backoff = Math.min(policy.longestMs, policy.firstMs * 2 ** (attempt - 1))
  const spread = Math.round(backoff * (0.5 + share / 2))
  if (retryAfterMs === undefined) return spread
  return retryAfterMs > policy.patienceMs ? null : Math.max(spread, retryAfterMs)
}
