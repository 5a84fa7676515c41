import type { Millis } from '#runtime/core/clock.ts'

export interface RetryPolicy {
  /** Tries after the first one (`WEBHOOK_RETRIES`). */
  readonly retries: number
  /** The wait before the first of them (`WEBHOOK_RETRY_MS`). */
  readonly firstMs: Millis
}

/** Each wait is so many times the one before: 30 s, 4 min, 32 min. */
const FACTOR = 8
/** No wait is longer by itself… */
const LONGEST_MS: Millis = 8 * 3_600_000
/** …and none because the endpoint asks for it. */
const PATIENCE_MS: Millis = 3_600_000
/** A wait is up to so much shorter or longer, so that what failed together is not tried together. */
const JITTER = 0.2

/**
 * How long to wait after try number `tries` failed, or null when it was the last (FR-W3). `share` (0 to 1) is drawn. An endpoint's
 * `Retry-After` makes the wait longer, an hour at the most, never shorter.
 */
export function retryDelayMs(
  tries: number,
  retryAfterMs: Millis | undefined,
  share: number,
  { retries, firstMs }: RetryPolicy,
): Millis | null {
  if (tries > retries) return null
  const wait = Math.min(LONGEST_MS, firstMs * FACTOR ** (tries - 1))
  const spread = wait * (1 - JITTER + 2 * JITTER * share)
  return Math.round(Math.max(spread, Math.min(retryAfterMs ?? 0, PATIENCE_MS)))
}
