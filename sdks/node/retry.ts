/** Statuses that another try may change. */
const PASSING: readonly number[] = [408, 409, 429]
const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 8_000
/** Nobody waits longer than this for one try. */
const LONGEST_ASKED_WAIT_MS = 60_000

/** What is known of a try that failed; no status where nothing was answered. */
export interface FailedTry {
  readonly status?: number
  readonly headers?: Headers
  /** What the API says itself: whether the same request may succeed later. */
  readonly retryable?: boolean
}

/** What is known of a refusal by its body, parsed where it is JSON: a proxy's says nothing of another try. */
export function failedTry(status: number, headers: Headers, body: unknown): FailedTry {
  const told = typeof body === 'object' && body !== null && 'retryable' in body ? body.retryable : undefined
  return { status, headers, ...(typeof told === 'boolean' && { retryable: told }) }
}

/**
 * How long to wait before the next try, in milliseconds, or null when there shall be none: on 408, 409, 429, 5xx and
 * where nothing was answered, unless the API says that another try is in vain. `tries`: how many failed before this one;
 * `chance`: 0 to 1. `safe`: whether the request may be done twice.
 */
export function retryAfterMs(
  failed: FailedTry,
  tries: number,
  chance: number,
  safe: boolean,
  now: number,
): number | null {
  const { status, headers, retryable } = failed
  if (status !== undefined && status < 500 && !PASSING.includes(status)) return null
  if (retryable === false) return null
  // Without an answer, or with one of somebody in between, the first try may have been done.
  if (!safe && status !== 429 && status !== 503) return null
  const asked = askedWaitMs(headers, now)
  if (asked !== null) return asked <= LONGEST_ASKED_WAIT_MS ? asked : null
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** tries) * (1 - chance / 4)
}

/** `Retry-After`, in seconds or as a date (RFC 9110 10.2.3). */
function askedWaitMs(headers: Headers | undefined, now: number): number | null {
  const text = headers?.get('retry-after')
  if (!text) return null
  const ms = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now
  return Number.isNaN(ms) ? null : Math.max(0, ms)
}
