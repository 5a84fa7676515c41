import type { Millis } from '#runtime/core/clock.ts'

/** The `retry-after` of an answer in whole seconds (RFC 9110 10.2.3); a date, or what is no number, is none. */
export function retryAfterMs(seconds: string | null | undefined): Millis | undefined {
  return seconds && /^\d{1,6}$/.test(seconds) ? Number(seconds) * 1000 : undefined
}
